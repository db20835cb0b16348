import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { Objects } from './harness/objects.ts'
import { autoscaler, deployment, referring, text } from './harness/rollouts.ts'
import { Stage } from './harness/stage.ts'

interface Rule {
  readonly resources: readonly string[]
  readonly verbs: readonly string[]
}

/** `patch deployments/scale` and so on, as the shipped role allows it. */
function allowed(): ReadonlySet<string> {
  const file = new URL('../../manifests/rbac/cluster/cluster-role.yaml', import.meta.url)
  const { rules } = parse(readFileSync(file, 'utf8')) as { readonly rules: readonly Rule[] }
  return new Set(
    rules.flatMap(({ resources, verbs }) => resources.flatMap(each => verbs.map(verb => `${verb} ${each}`))),
  )
}

/** What a hand-over there and back has asked for, with an autoscaler beside it and a start in the middle. */
async function handOver(stage: Stage): Promise<readonly string[]> {
  const objects = new Objects(stage)
  const asked = () => stage.requests().map(({ verb, resource }) => `${verb} ${resource}`)
  const manifests = [text(deployment()), autoscaler('Rollout', 'web'), referring({ scaleDown: 'progressively' })]
  for (const manifest of manifests) await objects.apply(JSON.parse(manifest))
  await stage.advance('2m')
  const before = asked()
  await stage.stopController()
  await stage.startController()
  await objects.delete('Rollout', 'web')
  await stage.advance('5m')
  expect((await objects.get('Deployment', 'legacy')).status.availableReplicas).toBe(4)
  return [...new Set([...before, ...asked()])].toSorted()
}

test('a hand-over asks for nothing that the shipped role does not allow, and for all that it allows for it', async () => {
  const stage = await Stage.open()
  try {
    const asked = await handOver(stage)
    const permitted = allowed()
    expect(asked.filter(each => !permitted.has(each))).toEqual([])
    const own = [...permitted].filter(each => / (deployments|horizontalpodautoscalers)/.test(each))
    expect(own.filter(each => !asked.includes(each) && !each.startsWith('list '))).toEqual([])
  } finally {
    await stage.close()
  }
})
