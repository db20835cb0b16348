/** There, and back again: the commands that write, on the controller that runs or does not. */
import { describe, expect, test } from 'vitest'
import { apply } from '../../cli/migrate/apply/apply.ts'
import { makePlan } from '../../cli/migrate/plan/plan.ts'
import { gatherWayBack } from '../../cli/migrate/revert/gather.ts'
import { revert } from '../../cli/migrate/revert/revert.ts'
import type { Wish } from '../../cli/migrate/rollout/wish.ts'
import type { Patience } from '../../cli/migrate/waiting.ts'
import { service } from '../scenarios/harness/rollouts.ts'
import { Sampler } from '../scenarios/harness/sampler.ts'
import { autoscaler, type Kit, withKit } from './kit.ts'

const canary: Wish = { name: 'legacy', strategy: 'canary', scaleDown: 'progressively' }
const patienceOf = (kit: Kit, { timeout = 600_000, ...rest }: Partial<Patience> = {}) => ({
  clock: kit.stage.clock,
  timeout,
  ...rest,
})

/** `apply --wait`; answers its exit code. */
async function applied(kit: Kit, wish: Wish = canary): Promise<number> {
  const { client, say, stage } = kit
  const plan = await makePlan(client, stage.clock, { namespace: 'default', deployment: 'legacy', wish })
  const options = { client, say, patience: patienceOf(kit), isDryRun: false, waits: true }
  return kit.whileTimePasses(apply(plan, options))
}

async function reverted(kit: Kit, isReleased = false, patience: Partial<Patience> = {}): Promise<number> {
  const { client, say } = kit
  const { subject, rollout } = await gatherWayBack(client, 'default', 'legacy')
  const options = { client, say, patience: patienceOf(kit, patience), isReleased, waits: true }
  return kit.whileTimePasses(revert(subject, rollout, options))
}

async function sizeOf({ objects }: Kit): Promise<{ replicas: number; available: number }> {
  const { spec, status } = await objects.get('Deployment', 'legacy')
  return { replicas: spec.replicas, available: status.availableReplicas ?? 0 }
}

const targetOf = async ({ objects }: Kit) =>
  (await objects.get('HorizontalPodAutoscaler', 'legacy')).spec.scaleTargetRef.kind
const statusOf = async (kit: Kit) => (await kit.run('status', 'legacy')).code

describe('a migration', () => {
  test(
    'with an autoscaler goes there and back within its bounds (AR#4110, AR#3855)',
    withKit(async kit => {
      const sampler = await Sampler.begin(kit.stage, { least: 3, most: 5 })
      expect(await applied(kit)).toBe(0)
      expect(await sizeOf(kit)).toEqual({ replicas: 0, available: 0 })
      expect(await targetOf(kit)).toBe('Rollout')
      expect(await statusOf(kit)).toBe(0)

      expect(await reverted(kit)).toBe(0)
      expect(await sizeOf(kit)).toEqual({ replicas: 4, available: 4 })
      expect(await targetOf(kit)).toBe('Deployment')
      expect(await kit.objects.exists('Rollout', 'legacy')).toBe(false)
      const { status } = await kit.objects.get('Deployment', 'legacy')
      expect(status.conditions.map(({ type }: { type: string }) => type)).not.toContain('slipway.dev/RolloutObserved')
      expect(await statusOf(kit)).toBe(1)
      expect(sampler.firstOutside()).toBeUndefined()
      sampler.stop()
    }, autoscaler()),
  )

  test(
    'tells each step while it waits',
    withKit(async kit => {
      expect(await applied(kit)).toBe(0)
      expect(kit.said[0]).toBe('rollout "legacy" created\n')
      expect(kit.said.some(line => line.startsWith('HandingOver: available/pods: deployment '))).toBe(true)
      expect(kit.said.at(-1)).toBe('drained: Drained: deployment "legacy" has no pods of its own\n')
    }),
  )

  test(
    'that is applied again leaves the Rollout as it is: its size would be that of half a Deployment',
    withKit(async kit => {
      expect(await applied(kit)).toBe(0)
      await kit.objects.patch('Rollout', 'legacy', { spec: { replicas: 6 } })
      await kit.stage.advance('1m')
      expect(await applied(kit)).toBe(0)
      expect((await kit.objects.get('Rollout', 'legacy')).spec.replicas).toBe(6)
      expect(kit.said).toContain('rollout "legacy" is there already\n')
    }),
  )
})

describe('where it stands', () => {
  test(
    'is under way while pods go over, with exit code 2, and then drained',
    withKit(async kit => {
      expect((await kit.run('apply', 'legacy')).code).toBe(0)
      const { code, stdout } = await kit.run('status', 'legacy', '-o', 'json')
      expect(code).toBe(2)
      expect(JSON.parse(stdout)).toMatchObject({
        rollout: 'legacy',
        deployment: 'legacy',
        verdict: { is: 'underWay', reason: 'HandingOver' },
      })
      await kit.stage.advance('2m')
      expect(await statusOf(kit)).toBe(0)
    }),
  )

  test(
    'is trouble while an autoscaler still scales the Deployment: nothing is drained (AR#4110)',
    withKit(async kit => {
      expect((await kit.run('apply', 'legacy')).code).toBe(0)
      const rival = { ...autoscaler(), metadata: { ...autoscaler().metadata, name: 'rival' } }
      await kit.objects.apply(rival)
      await kit.stage.advance('2m')
      const { code, stdout } = await kit.run('status', 'legacy')
      expect(code).toBe(1)
      expect(stdout).toContain('trouble: AutoscalerTargetsWorkload')
      expect(stdout).toContain('HorizontalPodAutoscaler/rival scales the Deployment')
      expect(stdout).toMatch(/ {2}-> point the scaleTargetRef at the Rollout/)
    }),
  )

  test(
    'is trouble when the first version was aborted: everything is back where it was',
    withKit(async kit => {
      expect((await kit.run('apply', 'legacy')).code).toBe(0)
      await kit.objects.patch('Rollout', 'legacy', { status: { abort: true } }, { subresource: 'status' })
      await kit.stage.advance('5m')
      const { code, stdout } = await kit.run('status', 'legacy')
      expect([code, stdout]).toEqual([1, expect.stringContaining('trouble: HandedBack')])
      expect(await sizeOf(kit)).toEqual({ replicas: 4, available: 4 })
    }),
  )

  test(
    'is under way for good with scaleDown never',
    withKit(async kit => {
      expect((await kit.run('apply', 'legacy', '--scale-down', 'never')).code).toBe(0)
      await kit.stage.advance('2m')
      const { code, stdout } = await kit.run('status', 'legacy')
      expect([code, stdout]).toEqual([2, expect.stringContaining('KeepsDeployment')])
    }),
  )

  test(
    'cannot be said without a Rollout',
    withKit(async kit => {
      const { code, stderr } = await kit.run('status', 'legacy')
      expect([code, stderr]).toEqual([
        1,
        expect.stringContaining('no Rollout in namespace "default" is named "legacy"'),
      ])
    }),
  )
})

describe('apply refuses', () => {
  const tracking = { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:default/legacy' }

  test(
    'what Argo CD owns, unless told otherwise',
    withKit(async kit => {
      await kit.objects.patch('Deployment', 'legacy', { metadata: { annotations: tracking } })
      const { code, stdout, stderr } = await kit.run('apply', 'legacy')
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toContain('[ManagedByArgoCD]')
      expect(await kit.objects.exists('Rollout', 'legacy')).toBe(false)
      expect((await kit.run('apply', 'legacy', '--even-if-managed')).code).toBe(0)
      expect(await kit.objects.exists('Rollout', 'legacy')).toBe(true)
      await kit.stage.advance('2m')
      expect(await kit.run('revert', 'legacy')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Application shop owns'),
      })
      expect(await statusOf(kit)).toBe(0)
    }),
  )

  test(
    'errors, and stores nothing in a dry run',
    withKit(async kit => {
      const wrong = await kit.run('apply', 'legacy', '--strategy', 'blueGreen', '--active-service', 'nosuch')
      expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('[ServiceUnusable]')])
      const dry = await kit.run('apply', 'legacy', '--dry-run')
      expect([dry.code, dry.stdout]).toEqual([0, expect.stringContaining('rollout "legacy" created (dry run)')])
      expect(dry.stdout).toContain('HorizontalPodAutoscaler "legacy" scales the Rollout (dry run)')
      expect(await targetOf(kit)).toBe('Deployment')
      expect(await kit.objects.exists('Rollout', 'legacy')).toBe(false)
    }, autoscaler()),
  )

  test(
    'to move an autoscaler to a Rollout that nobody looks at',
    withKit(async kit => {
      await kit.stage.stopController()
      expect(await applied(kit)).toBe(1)
      expect(await targetOf(kit)).toBe('Deployment')
      expect(kit.said.at(-1)).toContain('no controller has taken rollout "legacy" up')
    }, autoscaler()),
  )
})

describe('the way back without a controller', () => {
  const blueGreen: Wish = { ...canary, strategy: 'blueGreen', activeService: 'web' }

  test(
    'is under way until it is released, and never below what runs (AR#3855)',
    withKit(async kit => {
      expect(await applied(kit, blueGreen)).toBe(0)
      await kit.stage.stopController()
      const sampler = await Sampler.begin(kit.stage, { least: 4, most: 8 })
      expect(await reverted(kit, false, { timeout: 5000 })).toBe(2)
      expect(kit.said.at(-1)).toContain('use --release if no controller runs')

      expect(await reverted(kit, true)).toBe(0)
      expect(await sizeOf(kit)).toEqual({ replicas: 4, available: 4 })
      expect(await kit.objects.exists('Rollout', 'legacy')).toBe(false)
      expect((await kit.objects.get('Service', 'web')).spec.selector).toEqual({ app: 'web' })
      expect(sampler.firstOutside()).toBeUndefined()
      sampler.stop()
    }),
  )

  test.each<[string, Partial<Patience>]>([
    ['whose time is up', { timeout: 5000 }],
    ['that is interrupted', { signal: AbortSignal.abort() }],
  ])('%s leaves no autoscaler behind on a Rollout that goes later', (_, patience) =>
    withKit(async kit => {
      expect(await applied(kit)).toBe(0)
      await kit.stage.stopController()
      expect(await reverted(kit, false, patience)).toBe(2)
      expect(await targetOf(kit)).toBe('Deployment')
      await kit.stage.startController()
      await kit.stage.advance('5m')
      expect(await sizeOf(kit)).toEqual({ replicas: 4, available: 4 })
      expect(await kit.objects.exists('Rollout', 'legacy')).toBe(false)
    }, autoscaler())(),
  )

  test(
    'of a Rollout that upstream’s controller has drained for is released, too: it has no finalizer (AR#3855)',
    withKit(async kit => {
      expect(await applied(kit)).toBe(0)
      await kit.stage.stopController()
      await kit.objects.patch('Rollout', 'legacy', { metadata: { finalizers: null } })
      const sampler = await Sampler.begin(kit.stage, { least: 4, most: 8 })
      expect(await reverted(kit)).toBe(0)
      expect(await sizeOf(kit)).toEqual({ replicas: 4, available: 4 })
      expect(sampler.firstOutside()).toBeUndefined()
      sampler.stop()
    }, service('other')),
  )
})
