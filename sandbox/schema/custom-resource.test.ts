import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../api.ts'
import { kindFromCrd } from '../kinds/index.ts'
import { renderErrorBody } from './field-error.ts'
import { prune } from './prune.ts'
import type { Value } from './schema.ts'

interface Case {
  readonly name: string
  readonly old?: Value
  readonly spec: Value
  /** What a Kubernetes 1.34 API server answered. */
  readonly answer: { readonly errors?: readonly string[]; readonly spec?: Value }
}

const recorded: { crd: KubeObject; creates: Case[]; updates: Case[] } = JSON.parse(
  readFileSync(new URL('./testdata/custom-resource.json', import.meta.url), 'utf8'),
)
const kind = kindFromCrd(recorded.crd, 'v1')

/** Said by Go's library because of a zero, and not worth an imitation. */
const PECULIAR = /must be positive: 0$/

function object(spec: Value): KubeObject {
  return {
    apiVersion: 'test.example/v1',
    kind: 'Probe',
    metadata: { name: 'p', namespace: 'default' },
    spec: structuredClone(spec),
  }
}

function answer({ spec, old }: Case): Case['answer'] {
  const written = object(spec)
  prune(kind.schema, written)
  kind.default(written)
  const errors = kind.validate(written, old === undefined ? undefined : object(old))
  if (errors.length === 0) return { spec: written.spec }
  return { errors: errors.map(error => `${error.type} ${error.field}: ${renderErrorBody(error)}`).sort() }
}

function expected({ answer: { errors, spec } }: Case): Case['answer'] {
  return errors ? { errors: errors.filter(error => !PECULIAR.test(error)).toSorted() } : { spec }
}

describe('a custom resource is answered as a real server answers it', () => {
  test.each(recorded.creates)('new: $name', one => expect(answer(one)).toEqual(expected(one)))
  test.each(recorded.updates)('update: $name', one => expect(answer(one)).toEqual(expected(one)))
})
