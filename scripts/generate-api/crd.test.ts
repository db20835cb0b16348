import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Kind, kinds } from '../../core/api/schema/kinds.ts'
import { anyJson } from '../../core/kube/canonical.ts'
import { renderCrd } from './crd.ts'

/** SHA-256 of upstream's CRDs (master 9f8d111d, 17 Aug 2026) without descriptions and annotations, as JSON with sorted keys. */
const upstream: { readonly [kind: string]: string } = {
  Rollout: 'a7a122534710664cc970c5d63aaf49f93e3688b0e72c3ddd587a676607129f04',
  AnalysisRun: 'd613f5a930c59ddaac2300ea71cef9ed0c00a42bcbc1c373f1b072f04b124041',
  AnalysisTemplate: '06c840540c7e651f5681aa2be95ff7c2d1d390beebbd4b16b690d68185b2b720',
  ClusterAnalysisTemplate: '053403d1c8a327a90d6dc1254d33a8ead79a1d8a47547e2bdbc47618f5281c7a',
  Experiment: '34db614d46eb52e7c620e324f8b8dea816afe0afc3399b9f3eb43e3b1aa0a826',
}

/** Texts under the key `description` are prose; a property of that name would be an object. */
function withoutProse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProse)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key, inner]) => key !== 'description' || typeof inner !== 'string')
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutProse(inner)]))
}

describe('structure, defaults, list keys and rules are those of upstream', () => {
  test.each(kinds)('$shape.name', (kind: Kind) => {
    const json = anyJson(withoutProse(parse(renderCrd(kind))))
    expect(createHash('sha256').update(json).digest('hex')).toBe(upstream[kind.shape.name])
  })
})

test('every field of ours says what it is', () => {
  const rollout = parse(renderCrd(kinds[0]!)).spec.versions[0].schema.openAPIV3Schema.properties
  const undescribed = Object.entries<{ description?: string }>(rollout.spec.properties).filter(
    ([, field]) => !field.description,
  )
  expect(undescribed).toEqual([])
})
