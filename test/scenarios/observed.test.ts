import { describe, expect, test } from 'vitest'
import { Objects } from './harness/objects.ts'
import { deployment, referring, text } from './harness/rollouts.ts'
import { type Scenario, scenario } from './harness/scenario.ts'
import { Stage } from './harness/stage.ts'

const legacy = text(deployment())
const refused = { effect: 'answer', code: 500, verbs: ['patch'], resources: ['deployments.apps/status'] } as const

/** What the Deployment says about its Rollout: the message of its condition. */
async function said({ objects }: Pick<Scenario, 'objects'>): Promise<string | undefined> {
  const { status } = await objects.get('Deployment', 'legacy')
  const conditions: readonly { readonly type: string; readonly message: string }[] = status.conditions ?? []
  return conditions.find(({ type }) => type === 'slipway.dev/RolloutObserved')?.message
}

async function generation({ objects }: Scenario): Promise<number> {
  return (await objects.get('Deployment', 'legacy')).metadata.generation
}

/** A Deployment and the Rollout that refers to it, both at rest. */
async function referred(scene: Scenario, scaleDown: string): Promise<void> {
  await scene.given.manifest(legacy)
  await scene.advance('10s')
  await scene.given.manifest(referring({ scaleDown }))
  await scene.then.becomes('Healthy')
  await scene.advance('1m')
}

describe('the Deployment says which generation its Rollout knows (users 4-L1)', () => {
  test.each(['never', 'onsuccess', 'progressively'])('with scaleDown %s, whatever changes it', scaleDown =>
    scenario(async scene => {
      await referred(scene, scaleDown)
      expect(await said(scene)).toBe(`generation ${await generation(scene)} is known to rollout web`)
      const before = await generation(scene)
      await scene.when.image('shop/web:2')
      expect(await generation(scene)).toBeGreaterThan(before)
      expect(await said(scene)).toBe(`generation ${await generation(scene)} is known to rollout web`)
    })(),
  )

  test(
    'not while the controller is away, and as soon as it is back',
    scenario(async scene => {
      await referred(scene, 'never')
      await scene.when.controllerIsKilled()
      await scene.when.image('shop/web:2')
      expect(await said(scene)).toBe('generation 1 is known to rollout web')
      await scene.when.controllerStarts()
      expect(await said(scene)).toBe('generation 2 is known to rollout web')
    }),
  )

  test(
    'as often as the API server refuses it, later',
    scenario(async scene => {
      await referred(scene, 'never')
      await scene.when.fault(refused)
      await scene.when.image('shop/web:2')
      expect(await said(scene)).toBe('generation 1 is known to rollout web')
      await scene.when.noFaults()
      await scene.advance('20s')
      expect(await said(scene)).toBe('generation 2 is known to rollout web')
    }),
  )
})

describe('it says nothing any more', () => {
  test.each(['never', 'onsuccess', 'progressively'])('when the Rollout with scaleDown %s is gone', scaleDown =>
    scenario(async scene => {
      await referred(scene, scaleDown)
      await scene.when.delete('Rollout', 'web')
      await scene.advance('1m')
      expect(await said(scene)).toBeUndefined()
    })(),
  )

  test(
    'when the Rollout has a template of its own',
    scenario(async scene => {
      await referred(scene, 'never')
      const { spec } = await scene.objects.get('Deployment', 'legacy')
      await scene.when.edit({ workloadRef: null, selector: spec.selector, template: spec.template })
      expect(await said(scene)).toBeUndefined()
    }),
  )

  test(
    'when the Rollout went while the controller was away',
    scenario(async scene => {
      await referred(scene, 'never')
      await scene.when.controllerIsKilled()
      await scene.when.delete('Rollout', 'web')
      await scene.when.controllerStarts()
      expect(await said(scene)).toBeUndefined()
    }),
  )
})

test('what is said costs two writes for each generation, when it is known and when it is out, and none in the hours after', async () => {
  const stage = await Stage.open()
  try {
    const objects = new Objects(stage)
    const count = (what: string) =>
      stage
        .requests()
        .filter(({ verb, resource }) => `${verb} ${resource}` === what)
        .reduce((sum, request) => sum + request.count, 0)
    for (const object of [legacy, referring({ scaleDown: 'never' })]) await objects.apply(JSON.parse(object))
    await stage.advance('1m')
    expect(count('patch deployments/status')).toBe(2)
    await stage.advance('3h')
    expect(count('patch deployments/status')).toBe(2)
    await objects.patch('Deployment', 'legacy', { spec: { minReadySeconds: 1 } })
    await stage.advance('1m')
    expect(count('patch deployments/status')).toBe(4)
    expect(count('get deployments')).toBeLessThanOrEqual(3)
  } finally {
    await stage.close()
  }
})
