import { describe, expect, test } from 'vitest'
import { blueGreen, canary, template } from './harness/rollouts.ts'
import type { Scenario } from './harness/scenario.ts'
import { scenario } from './harness/scenario.ts'

const roles = {
  canaryMetadata: { labels: { role: 'canary' } },
  stableMetadata: { labels: { role: 'stable' } },
}
const steps = [{ setWeight: 50 }, { pause: {} }]

/** How many pods carry each role. */
async function rolesOf(objects: Scenario['objects']): Promise<{ [role: string]: number }> {
  const counts: { [role: string]: number } = {}
  for (const { metadata } of await objects.list('Pod'))
    if (!metadata.deletionTimestamp) counts[metadata.labels.role] = (counts[metadata.labels.role] ?? 0) + 1
  return counts
}

describe('metadata of a role', () => {
  test(
    'marks the pods of each version, follows the promotion, and replaces no pod',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ ...roles, steps }))
      expect(await rolesOf(objects)).toEqual({ stable: 4 })
      await when.image('shop/web:2')
      await then.becomes('Paused')
      expect(await rolesOf(objects)).toEqual({ stable: 2, canary: 2 })
      await when.promote()
      await then.becomes('Healthy')
      await advance('1m')
      expect(await rolesOf(objects)).toEqual({ stable: 4 })
      expect(await objects.list('ReplicaSet')).toHaveLength(2)
    }),
  )

  test(
    'is put right on a pod that has lost it, though the ReplicaSet is right (trap 42)',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ ...roles, steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const pod = (await objects.list('Pod')).find(({ metadata }) => metadata.labels.role === 'canary')
      await when.patch('Pod', pod!.metadata.name, { metadata: { labels: { role: null } } })
      await when.promote()
      await then.becomes('Healthy')
      await advance('1m')
      expect(await rolesOf(objects)).toEqual({ stable: 4 })
    }),
  )

  test(
    'that changes restarts nothing and is no new revision',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ ...roles, steps }))
      const before = (await objects.list('Pod')).map(({ metadata }) => metadata.uid)
      await when.edit({ strategy: { canary: { stableMetadata: { labels: { role: 'main' } } } } })
      await advance('1m')
      expect(await rolesOf(objects)).toEqual({ main: 4 })
      expect((await objects.list('Pod')).map(({ metadata }) => metadata.uid)).toEqual(before)
      await then.phase('Healthy')
    }),
  )

  test(
    'does not make a ReplicaSet whose creation was not answered look like a stranger (trap 61, B4)',
    scenario(async ({ given, when, then, objects }) => {
      await given.healthy(
        canary({ ...roles, steps, antiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {} } }),
      )
      await when.fault({ effect: 'lost', verbs: ['create'], resources: ['replicasets.apps'], count: 1 })
      await when.image('shop/web:2')
      await then.becomes('Paused')
      expect(await objects.list('ReplicaSet')).toHaveLength(2)
      expect((await then.rollout()).status.collisionCount).toBeUndefined()
    }),
  )
})

describe('anti-affinity', () => {
  const antiAffinity = { preferredDuringSchedulingIgnoredDuringExecution: { weight: 10 } }

  test(
    'keeps the new version away from stable, and is no part of its identity',
    scenario(async ({ given, when, then, objects }) => {
      await given.healthy(canary({ antiAffinity, steps }))
      const stable = (await then.set(1)).metadata.labels['rollouts-pod-template-hash']
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const { affinity } = (await then.set(2)).spec.template.spec
      const [term] = affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution
      expect(term.weight).toBe(10)
      expect(term.podAffinityTerm.labelSelector.matchExpressions[0].values).toEqual([stable])
      await when.promote()
      await then.becomes('Healthy')
      expect(await objects.list('ReplicaSet')).toHaveLength(2)
    }),
  )

  test(
    'of the user’s own without values is left as it is (trap 46)',
    scenario(async ({ given, when, then }) => {
      const key = 'rollouts-pod-template-hash'
      const own = { topologyKey: 'zone', labelSelector: { matchExpressions: [{ key, operator: 'Exists' }] } }
      const { metadata, spec } = template()
      const podAntiAffinity = { requiredDuringSchedulingIgnoredDuringExecution: [own] }
      const odd = { metadata, spec: { ...spec, affinity: { podAntiAffinity } } }
      await given.healthy(
        canary({ antiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {} }, steps }, { template: odd }),
      )
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const { affinity } = (await then.set(2)).spec.template.spec
      expect(affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]).toEqual(own)
    }),
  )
})

test(
  'blue-green marks the active and the preview pods',
  scenario(async ({ given, when, then, objects }) => {
    const previewMetadata = { labels: { role: 'preview' } }
    const activeMetadata = { labels: { role: 'active' } }
    await given.healthy(blueGreen({ previewMetadata, activeMetadata, autoPromotionEnabled: false }))
    await when.image('shop/web:2')
    await then.becomes('Paused')
    expect(await rolesOf(objects)).toEqual({ active: 4, preview: 4 })
    await when.promote()
    await then.becomes('Healthy')
    await when.patch('Rollout', 'web', { metadata: { labels: { seen: 'yes' } } })
    expect((await rolesOf(objects)).active).toBe(4)
  }),
)
