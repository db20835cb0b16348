import { describe, expect, test } from 'vitest'
import { deployment, referring, service, template, text } from './harness/rollouts.ts'
import { type Scenario, scenario, undisturbed } from './harness/scenario.ts'

const steps = [{ setWeight: 50 }, { pause: {} }]
const legacy = text(deployment())

/** A Deployment with its pods, and a Rollout that has taken it over. */
async function takenOver({ given, advance, then }: Scenario, scaleDown: string): Promise<void> {
  await given.manifest(legacy)
  await advance('10s')
  await given.manifest(referring({ scaleDown }, { steps }))
  await then.becomes('Healthy')
}

describe('a Rollout that refers to a Deployment', () => {
  test(
    'runs its pods first, and scales the Deployment to nothing when it is healthy',
    scenario(async ({ given, when, then, advance, observe }) => {
      await given.manifest(legacy)
      await advance('10s')
      const seen = await observe()
      await given.manifest(referring({ scaleDown: 'onsuccess' }, { steps }))
      await then.becomes('Healthy')
      await advance('10s')
      await then.replicas('Deployment', 'legacy', 0)
      await then.pods({ 1: 4 })
      expect(seen().leastReady).toBe(4)

      await when.image('shop/web:2')
      await then.becomes('Paused')
      await then.pods({ 1: 2, 2: 2 })
      await then.replicas('Deployment', 'legacy', 0)
    }),
  )

  test('leaves the Deployment its pods until its own are ready', () =>
    undisturbed(async ({ given, then, advance }) => {
      await given.manifest(legacy)
      await advance('10s')
      await given.manifest(referring({ scaleDown: 'onsuccess' }, { steps }))
      await then.replicas('Deployment', 'legacy', 4)
    }))

  test(
    'progressively takes a pod there for each that is available here (trap 50, G6, AR#2162)',
    scenario(async ({ given, then, advance, observe }) => {
      await given.manifest(legacy)
      await advance('10s')
      const seen = await observe()
      const slow = referring({ scaleDown: 'progressively' }, { steps, maxSurge: 1 })
      await given.manifest(slow)
      await then.becomes('Healthy')
      await advance('10s')
      await then.replicas('Deployment', 'legacy', 0)
      expect(seen().leastReady).toBeGreaterThanOrEqual(4)
    }),
  )

  test.each(['never', undefined])('leaves the Deployment alone with scaleDown %s', scaleDown =>
    scenario(async ({ given, then, advance }) => {
      await given.manifest(legacy)
      await given.manifest(referring({ scaleDown }))
      await then.becomes('Healthy')
      await advance('1h')
      await then.replicas('Deployment', 'legacy', 4)
    })(),
  )

  test(
    'empties it again whenever somebody fills it, and after a first version that failed (G1, G2, C6, trap 50, AR#4935, AR#4321)',
    scenario(async ({ given, when, then, advance }) => {
      await given.manifest(text(deployment({ template: template('bad-image:1') })))
      await given.manifest(referring({ scaleDown: 'onsuccess' }))
      await advance('1m')
      await then.replicas('Deployment', 'legacy', 4)
      await when.image('shop/web:2')
      await then.becomes('Healthy')
      await advance('10s')
      await then.replicas('Deployment', 'legacy', 0)
      await when.patch('Deployment', 'legacy', { spec: { replicas: 3 } })
      await advance('10s')
      await then.replicas('Deployment', 'legacy', 0)
    }),
  )

  test.each([500, 409])(
    'sees each change of its template, also when the note of it is refused with %i at first (trap 49, B7, AR#2232)',
    code =>
      scenario(async play => {
        const { when, then } = play
        await takenOver(play, 'onsuccess')
        const fault = { code, verbs: ['patch'], resources: ['rollouts.argoproj.io'], count: 2 }
        await when.fault({ effect: 'answer', ...fault })
        await when.image('shop/web:2')
        await then.becomes('Paused', '1m')
        await then.status({ workloadObservedGeneration: '3' })
        await then.pods({ 1: 2, 2: 2 })
      })(),
  )

  test(
    'takes a change of the Deployment’s size for no new revision',
    scenario(async play => {
      const { when, then, advance, objects } = play
      await takenOver(play, 'never')
      await when.patch('Deployment', 'legacy', { spec: { replicas: 7 } })
      await advance('1m')
      await then.phase('Healthy')
      expect((await then.rollout()).metadata.annotations['rollout.argoproj.io/revision']).toBe('1')
      const own = (await objects.list('ReplicaSet')).filter(
        ({ metadata }) => metadata.ownerReferences[0].kind === 'Rollout',
      )
      expect(own).toHaveLength(1)
    }),
  )

  test(
    'has the size of the Deployment when it names none (F3, AR#4110)',
    scenario(async ({ given, then, advance, observe }) => {
      await given.manifest(legacy)
      await advance('10s')
      const seen = await observe()
      await given.manifest(referring({ scaleDown: 'onsuccess' }, {}, { replicas: undefined }))
      await then.becomes('Healthy')
      await advance('1m')
      await then.pods({ 1: 4 })
      await then.replicas('Rollout', 'web', 4)
      expect(seen().leastReady).toBe(4)
    }),
  )

  test(
    'says what is missing, keeps what runs, and goes on when it is there (trap 48, trap 57, G10, AR#4193)',
    scenario(async play => {
      const { when, then, advance, objects } = play
      await takenOver(play, 'onsuccess')
      const { metadata } = await then.set(1)
      await when.delete('Deployment', 'legacy')
      await when.edit({ minReadySeconds: 1 })
      await advance('1h')
      await then.phase(
        'Degraded',
        'InvalidSpec: The Rollout "web" is invalid: deployments.apps "default/legacy" not found',
      )
      expect((await then.set(1)).metadata.ownerReferences).toEqual(metadata.ownerReferences)
      await then.pods({ 1: 4 })

      await when.apply(text(deployment({ template: template('shop/web:2') })))
      await then.becomes('Paused')
      await then.pods({ 1: 2, 2: 2 })
      expect((await objects.list('ReplicaSet')).map(({ metadata: { uid } }) => uid)).toContain(metadata.uid)
    }),
  )

  test.each([
    ['of another kind', { kind: 'StatefulSet' }, 'workload of type apps/StatefulSet is not supported'],
    ['of another group', { apiVersion: 'example.com/v1' }, 'workload of type example.com/Deployment is not supported'],
    ['by another name', { name: 'other' }, 'deployments.apps "default/other" not found'],
  ])('keeps what runs, and who owns it, while it refers to a workload %s (trap 57, G10, AR#4193)', (_, ref, text_) =>
    scenario(async play => {
      const { when, then, advance } = play
      await takenOver(play, 'onsuccess')
      const { metadata } = await then.set(1)
      const { workloadRef } = (await then.rollout()).spec
      await when.edit({ workloadRef: { ...workloadRef, ...ref } })
      await advance('1h')
      await then.phase('Degraded', `InvalidSpec: The Rollout "web" is invalid: ${text_}`)
      expect((await then.set(1)).metadata.ownerReferences).toEqual(metadata.ownerReferences)
      await then.pods({ 1: 4 })
      await when.edit({ workloadRef })
      await then.becomes('Healthy')
      await then.pods({ 1: 4 })
    })(),
  )

  test(
    'serves on while its Deployment is on its way out, and when it has gone (G10, AR#4193)',
    scenario(async play => {
      const { when, then, advance } = play
      await takenOver(play, 'onsuccess')
      await advance('10s')
      await when.patch('Deployment', 'legacy', { metadata: { finalizers: ['example.org/slow'] } })
      await when.delete('Deployment', 'legacy')
      await advance('10m')
      await then.phase('Healthy')
      await then.pods({ 1: 4 })
      await when.patch('Deployment', 'legacy', { metadata: { finalizers: [] } })
      await advance('10m')
      await then.phase('Degraded', /not found$/)
      await then.pods({ 1: 4 })
    }),
  )

  test(
    'comes to life when its Deployment does (trap 48)',
    scenario(async ({ given, when, then, advance }) => {
      await given.manifest(referring())
      await advance('10m')
      await then.phase('Degraded', /not found$/)
      await when.apply(legacy)
      await then.becomes('Healthy', '1m')
    }),
  )

  test(
    'and has a template with labels of its own is invalid; one without is not looked at (trap 48)',
    scenario(async ({ given, when, then }) => {
      await given.manifest(text(deployment()))
      await given.manifest(referring({}, {}, { template: template('shop/other:1') }))
      const text_ = 'template must be empty for workload reference rollout'
      await then.phase('Degraded', `InvalidSpec: The Rollout "web" is invalid: ${text_}`)
      await when.edit({ template: { metadata: null } })
      await then.becomes('Healthy')
      await then.pods({ 1: 4 })
    }),
  )

  test(
    'is stored as it was written: nothing that was resolved is in it (G9, AR#1385, AR#1302, AR#1571, AR#1224, AR#3185)',
    scenario(async play => {
      const { then, when } = play
      await takenOver(play, 'onsuccess')
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const { spec } = await then.rollout()
      expect([spec.template, spec.selector]).toEqual([undefined, undefined])
    }),
  )

  test(
    'changes nothing in the Deployment but its size, and needs no right to more (G5, G11, AR#3672, HELM#2826, AR#1614, AR#2407)',
    scenario(async play => {
      const { objects, when, then } = play
      await takenOver(play, 'onsuccess')
      await when.image('shop/web:2')
      await then.becomes('Paused')
      const { metadata, spec } = await objects.get('Deployment', 'legacy')
      const entries: { manager: string; subresource?: string }[] = metadata.managedFields
      const ours = entries.filter(({ manager }) => manager.startsWith('slipway'))
      expect(ours.map(({ subresource }) => subresource).sort()).toEqual(['scale', 'status'])
      expect([spec.paused, metadata.labels, metadata.finalizers]).toEqual([undefined, undefined, undefined])
    }),
  )

  test(
    'that becomes a Rollout with a template of its own restarts no pod when the two are equal (A1)',
    scenario(async play => {
      const { when, then, advance, objects } = play
      await takenOver(play, 'onsuccess')
      const before = (await objects.list('Pod')).map(({ metadata }) => metadata.uid)
      const own = { workloadRef: null, template: template(), selector: { matchLabels: { app: 'web' } } }
      await when.edit(own)
      await advance('1m')
      await then.phase('Healthy')
      expect((await objects.list('Pod')).map(({ metadata }) => metadata.uid)).toEqual(before)
    }),
  )

  test(
    'is healthy and drains although an analysis would follow the first promotion (G3, AR#4681)',
    scenario(async ({ given, then, advance }) => {
      await given.manifest(text(deployment(), service('active')))
      await advance('10s')
      const analysed = { activeService: 'active', postPromotionAnalysis: { templates: [{ templateName: 'smoke' }] } }
      await given.manifest(referring({ scaleDown: 'onsuccess' }, {}, { strategy: { blueGreen: analysed } }))
      await then.becomes('Healthy')
      await advance('10s')
      await then.replicas('Deployment', 'legacy', 0)
    }),
  )

  test(
    'points a Service at its own pods only when all of them can serve (AR#1731)',
    scenario(async ({ given, then, advance, observe }) => {
      await given.manifest(text(deployment(), service('stable')))
      await advance('10s')
      const seen = await observe()
      await given.manifest(referring({ scaleDown: 'progressively' }, { stableService: 'stable', maxUnavailable: 0 }))
      await then.becomes('Healthy')
      await advance('1m')
      await then.service('stable', 1)
      expect(seen().leastBehindService).toEqual({ stable: 4 })
    }),
  )

  test(
    'strips the hash of a ReplicaSet that somebody copied the template from (G12, KR#307)',
    scenario(async ({ given, then, advance }) => {
      const labels = { app: 'web', 'rollouts-pod-template-hash': 'abc' }
      await given.manifest(text(deployment({ template: { ...template(), metadata: { labels } } })))
      await advance('10s')
      await given.manifest(referring({ scaleDown: 'onsuccess' }))
      await then.becomes('Healthy')
      await then.pods({ 1: 4 })
      expect((await then.set(1)).metadata.labels['rollouts-pod-template-hash']).not.toBe('abc')
    }),
  )

  test(
    'deleted with its dependents first, as Argo CD prunes, fills the Deployment at once and goes (G4, AR#3855)',
    scenario(async play => {
      const { when, then, advance, objects } = play
      await takenOver(play, 'progressively')
      await advance('10s')
      await when.delete('Rollout', 'web', 'Foreground')
      await then.replicas('Deployment', 'legacy', 4)
      await advance('1m')
      await then.gone('Rollout', 'web')
      const { status } = await objects.get('Deployment', 'legacy')
      expect(status.availableReplicas).toBe(4)
    }),
  )

  test(
    'goes at once when its namespace or its Deployment goes (G4)',
    scenario(async play => {
      const { when, then, advance } = play
      await takenOver(play, 'onsuccess')
      await advance('10s')
      await when.delete('Deployment', 'legacy')
      await when.delete('Rollout', 'web')
      await advance('10s')
      await then.gone('Rollout', 'web')
    }),
  )
})
