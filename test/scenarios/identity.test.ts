import { describe, expect, test } from 'vitest'
import { blueGreen, canary, template } from './harness/rollouts.ts'
import { type Scenario, scenario } from './harness/scenario.ts'

const HASH = 'rollouts-pod-template-hash'
const steps = [{ setWeight: 50 }, { pause: {} }]

/** The Rollout as a controller with another recipe of hashes would have left it: one ReplicaSet, under a name that nobody can compute. */
async function foreignHash({ given, when, then, objects, advance }: Scenario, manifest: string): Promise<void> {
  await given.healthy(manifest)
  await when.controllerIsKilled()
  const { metadata, spec, apiVersion, kind } = await objects.get('ReplicaSet', (await then.set(1)).metadata.name)
  const relabel = (labels: object) => ({ ...labels, [HASH]: 'other' })
  const other = {
    apiVersion,
    kind,
    metadata: {
      name: 'web-other',
      labels: relabel(metadata.labels),
      annotations: metadata.annotations,
      ownerReferences: metadata.ownerReferences,
    },
    spec: {
      ...spec,
      selector: { matchLabels: relabel(spec.selector.matchLabels) },
      template: { ...spec.template, metadata: { labels: relabel(spec.template.metadata.labels) } },
    },
  }
  await when.delete('ReplicaSet', metadata.name)
  await when.apply(JSON.stringify(other))
  await advance('10s')
  const recorded = { currentPodHash: 'other', stableRS: 'other', observedGeneration: '0' }
  await objects.patch('Rollout', 'web', { status: recorded }, { subresource: 'status' })
  for (const service of await objects.list('Service'))
    if (service.spec.selector?.[HASH])
      await objects.patch('Service', service.metadata.name, { spec: { selector: { [HASH]: 'other' } } })
}

describe('a revision', () => {
  test.each([
    ['canary', canary({ steps })],
    ['blue-green', blueGreen()],
  ])('is known again by its template when its hash is one that nobody can compute (%s, trap 1, A1)', (_, manifest) =>
    scenario(async play => {
      const { when, then, advance, objects, observe } = play
      await foreignHash(play, manifest)
      const seen = await observe()
      await when.controllerStarts()
      await advance('1m')
      await then.phase('Healthy')
      await then.status({ currentPodHash: 'other', stableRS: 'other' })
      expect(await objects.list('ReplicaSet')).toHaveLength(1)
      expect(seen()).toMatchObject({ leastReady: 4, mostPods: 4 })
      await when.image('shop/web:2')
      await advance('1m')
      expect(await objects.list('ReplicaSet')).toHaveLength(2)
    })(),
  )

  test(
    'is no new one when its template is written with what Kubernetes would fill in (A1, A3)',
    scenario(async ({ given, when, then, advance, objects }) => {
      const { metadata, spec } = template()
      await given.healthy(
        canary({ steps }, { template: { metadata, spec: { ...spec, serviceAccountName: 'default' } } }),
      )
      const full = {
        metadata,
        spec: {
          ...spec,
          serviceAccountName: 'default',
          restartPolicy: 'Always',
          dnsPolicy: 'ClusterFirst',
          terminationGracePeriodSeconds: 30,
        },
      }
      await when.edit({ template: full })
      await advance('1m')
      await then.phase('Healthy')
      expect(await objects.list('ReplicaSet')).toHaveLength(1)
    }),
  )

  test(
    'is a new one although somebody has changed the running ReplicaSet to look like it (A2)',
    scenario(async ({ given, when, then, objects }) => {
      await given.healthy(canary())
      const { metadata } = await then.set(1)
      const body = { spec: { template: template('shop/web:2') } }
      await when.patch('ReplicaSet', metadata.name, body, { type: 'strategic-merge' })
      await when.image('shop/web:2')
      await then.becomes('Healthy')
      await then.pods({ 2: 4 })
      const images = (await objects.list('Pod')).map(({ spec }) => spec.containers[0].image)
      expect(new Set(images)).toEqual(new Set(['shop/web:2']))
      expect((await then.set(2)).metadata.name).not.toBe(metadata.name)
    }),
  )

  test(
    'is what it was when the recorded hash of the steps is another controller’s (A5)',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({ steps: [...steps, { setWeight: 75 }, { pause: {} }] }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await when.promote()
      await advance('1m')
      await then.step(3)
      await when.controllerIsKilled()
      await objects.patch('Rollout', 'web', { status: { currentStepHash: 'other' } }, { subresource: 'status' })
      await when.controllerStarts()
      await advance('1m')
      await then.step(3)
      await then.phase('Paused')
    }),
  )

  test(
    'cannot lose its ReplicaSets by another selector: the API server refuses it (A4)',
    scenario(async ({ given, when }) => {
      await given.healthy(canary())
      await expect(when.edit({ selector: { matchLabels: { app: 'other' } } })).rejects.toThrow(
        '.spec.selector is immutable',
      )
    }),
  )

  test(
    'whose name is taken by a stranger gets another name (B4)',
    scenario(async ({ given, when, then, objects }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const taken = await objects.get('ReplicaSet', (await then.set(2)).metadata.name)
      await when.image('shop/web:1')
      await then.becomes('Healthy')
      await when.delete('ReplicaSet', taken.metadata.name)
      const { apiVersion, kind, metadata, spec } = taken
      const foreign = { ...spec, replicas: 0, template: template('else/thing:1') }
      foreign.template.metadata.labels = { ...spec.template.metadata.labels }
      await when.apply(JSON.stringify({ apiVersion, kind, metadata: { name: metadata.name }, spec: foreign }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await then.status({ collisionCount: 1 })
      const sets = await objects.list('ReplicaSet')
      expect(sets).toHaveLength(3)
      await then.pods({ 3: 2, 4: 2 })
    }),
  )

  test(
    'whose ReplicaSet somebody has taken the hash label from has it back',
    scenario(async ({ given, when, then, advance }) => {
      await given.healthy(canary({ steps }))
      const { metadata } = await then.set(1)
      await when.patch('ReplicaSet', metadata.name, { metadata: { labels: { [HASH]: null } } })
      await advance('10m')
      expect((await then.set(1)).metadata).toMatchObject({ uid: metadata.uid, labels: metadata.labels })
      await then.phase('Healthy')
      await when.image('shop/web:2')
      await then.becomes('Paused')
      await then.pods({ 1: 2, 2: 2 })
    }),
  )

  test.each([
    ['canary', canary({ steps })],
    ['blue-green', blueGreen({ autoPromotionEnabled: false })],
  ])(
    'that is stable and has lost its hash label has it back, and the one that waits is not promoted (%s)',
    (_, manifest) =>
      scenario(async ({ given, when, then, advance }) => {
        await given.healthy(manifest)
        await when.image('shop/web:2')
        await then.becomes('Paused')
        const { metadata } = await then.set(1)
        await when.patch('ReplicaSet', metadata.name, { metadata: { labels: { [HASH]: null } } })
        await advance('10m')
        expect((await then.set(1)).metadata).toMatchObject({ uid: metadata.uid, labels: metadata.labels })
        await then.phase('Paused')
        await then.status({ stableRS: metadata.labels?.[HASH] })
      })(),
  )

  test(
    'whose ReplicaSet no longer fits the selector gets another one, and lets that one go',
    scenario(async ({ given, when, then, objects }) => {
      await given.healthy(canary({ steps }))
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const { metadata } = await then.set(2)
      await when.patch('ReplicaSet', metadata.name, { metadata: { labels: { app: 'other' } } })
      await then.becomes('Paused')
      await then.status({ collisionCount: 1 })
      expect((await objects.get('ReplicaSet', metadata.name)).metadata.ownerReferences).toBeUndefined()
      expect(await objects.list('ReplicaSet')).toHaveLength(3)
    }),
  )
})

describe('the history of revisions', () => {
  test(
    'keeps as many old ones as revisionHistoryLimit says, the newest',
    scenario(async ({ given, when, then, advance, objects }) => {
      await given.healthy(canary({}, { revisionHistoryLimit: 2 }))
      for (const version of [2, 3, 4, 5]) {
        await when.image(`shop/web:${version}`)
        await then.becomes('Healthy')
      }
      await advance('1m')
      const revisions = (await objects.list('ReplicaSet')).map(
        ({ metadata }) => metadata.annotations['rollout.argoproj.io/revision'],
      )
      expect(revisions.sort()).toEqual(['3', '4', '5'])
    }),
  )
})
