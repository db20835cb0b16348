/** Each mode of scaleDown with each strategy, through what can happen on the way: a sampler looks after every event of a pod. */
import { describe, expect, test } from 'vitest'
import { autoscaler, deployment, referring, service, template, text } from './harness/rollouts.ts'
import type { PodBounds, Sampler } from './harness/sampler.ts'
import { type Scenario, scenario } from './harness/scenario.ts'

const N = 4
const strategies = {
  canary: {
    canary: {
      maxSurge: 1,
      maxUnavailable: 0,
      stableService: 'stable',
      steps: [{ setWeight: 50 }, { pause: { duration: '10s' } }],
    },
  },
  'blue-green': { blueGreen: { activeService: 'stable', scaleDownDelaySeconds: 1 } },
} as const
type Mode = 'never' | 'onsuccess' | 'progressively'
const modes: readonly Mode[] = ['never', 'onsuccess', 'progressively']

/** Two fleets are what onsuccess and never mean; progressively never has more than one, and what may surge. */
const boundsOf: { readonly [mode in Mode]: PodBounds } = {
  never: { least: N, most: 2 * N },
  onsuccess: { least: N, most: 2 * N },
  progressively: { least: N, most: N + 1 },
}

/** The Deployment's own rolling update adds a pod while it has any, which is not ours to prevent. Where two fleets are meant, an update of ours has its own. */
function boundsOfUpdate({ mode, strategy }: Play): PodBounds {
  const { least, most } = boundsOf[mode]
  if (mode === 'progressively') return { least, most: most + 1 }
  return { least, most: most + 1 + ('blueGreen' in strategy ? N : 1) }
}

/** With bad luck a change that is meant to come halfway comes when the hand-over is over: then a blue-green update is one like any other. */
function boundsOfLateUpdate(play: Play): PodBounds {
  const isLate = !play.isLucky && 'blueGreen' in play.strategy
  return { ...boundsOfUpdate(play), ...(isLate && play.mode === 'progressively' ? { mostAlone: 2 * N } : {}) }
}

interface Play extends Scenario {
  readonly mode: Mode
  readonly strategy: object
  readonly sampler: Sampler
  adopt(spec?: object): Promise<void>
}

/** The Deployment's own rolling update never has too few pods, and one too many. */
const legacy = deployment({ strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })

/** What Git holds, with the size that the team has written down; and the rule that the kit proposes. */
const owned = text(legacy)
const handsOff = {
  syncPolicy: { syncOptions: ['RespectIgnoreDifferences=true'] },
  ignoreDifferences: [{ group: 'apps', kind: 'Deployment', name: 'legacy', jsonPointers: ['/spec/replicas'] }],
}

/** A Deployment with its pods behind a Service, and a sampler that looks on. */
function adopting(mode: Mode, strategy: object, play: (play: Play) => Promise<void>) {
  return scenario(async scene => {
    const { given, advance, sample } = scene
    await given.manifest(text(service('stable'), legacy))
    await advance('10s')
    const sampler = await sample(boundsOf[mode])
    const adopt = (spec: object = {}) => given.manifest(referring({ scaleDown: mode }, {}, { strategy, ...spec }))
    await play({ ...scene, mode, strategy, sampler, adopt })
    expect(sampler.firstOutside()).toBeUndefined()
  })
}

/** Until some pods of the Rollout carry traffic, but not all of the hand-over is done. */
async function halfway({ advance, then }: Play): Promise<void> {
  for (let seconds = 0; seconds < 60; seconds++) {
    const { status } = await then.rollout()
    if ((status?.readyReplicas ?? 0) > 0) return
    await advance('1s')
  }
  throw new Error('no pod of the Rollout became ready within a minute')
}

/** What every story ends with: the Rollout serves, and the Deployment has what its mode leaves it. */
async function isTakenOver({ advance, mode, then }: Play): Promise<void> {
  await then.becomes('Healthy')
  await advance('1m')
  await then.phase('Healthy')
  await then.replicas('Deployment', 'legacy', mode === 'never' ? N : 0)
  if (mode !== 'never') await then.condition('WorkloadDrained', { status: 'True', reason: 'Drained' })
}

const situations: { readonly [name: string]: (play: Play) => Promise<void> } = {
  async 'nothing happens on the way'(play) {
    await play.adopt()
    await isTakenOver(play)
    await play.then.quiet('1h')
  },
  async 'an autoscaler is moved from the Deployment to the Rollout (AR#4110, AR#4321)'(play) {
    const { advance, given, mode, then, when } = play
    await given.manifest(autoscaler('Deployment', 'legacy'))
    await advance('1m')
    await play.adopt({ replicas: undefined })
    await advance('5m')
    await then.replicas('Deployment', 'legacy', N)
    if (mode !== 'never')
      await then.condition('WorkloadDrained', { status: 'False', reason: 'AutoscalerTargetsWorkload' })
    await when.apply(autoscaler('Rollout', 'web'))
    await advance('2m')
    await isTakenOver(play)
    await then.replicas('Rollout', 'web', N)
  },
  async 'Git keeps its hands off the size of the Deployment'(play) {
    const { given, then } = play
    await given.gitOps(owned, handsOff)
    await play.adopt()
    await isTakenOver(play)
    await then.quiet('10m')
  },
  async 'Git scales the Deployment up again and again (AR#4935, AR#4681)'(play) {
    const { advance, given, mode, observe, sampler, then } = play
    // What Git adds is not ours to prevent; that nothing is missing is.
    sampler.expect({ least: N, most: 2 * N })
    await given.gitOps(owned)
    await play.adopt()
    await isTakenOver(play)
    const seen = await observe()
    await advance('1h')
    expect(seen().mostPods).toBeGreaterThan(N)
    await then.phase('Healthy')
    await then.replicas('Deployment', 'legacy', mode === 'never' ? N : 0)
  },
  async 'the Rollout is deleted halfway (AR#3855)'(play) {
    const { advance, then, when } = play
    await play.adopt()
    await halfway(play)
    await when.delete('Rollout', 'web')
    await advance('2m')
    await then.gone('Rollout', 'web')
    await then.replicas('Deployment', 'legacy', N)
  },
  async 'the Deployment changes halfway'(play) {
    const { sampler, when } = play
    await play.adopt()
    await halfway(play)
    sampler.expect(boundsOfLateUpdate(play))
    await when.image('shop/web:2')
    await isTakenOver(play)
  },
  async 'the controller is killed halfway'(play) {
    const { advance, when } = play
    await play.adopt()
    await halfway(play)
    await when.controllerIsKilled()
    await advance('1m')
    await when.controllerStarts()
    await isTakenOver(play)
  },
  async 'its first image is broken, and the next one is not (AR#4935)'(play) {
    const { advance, sampler, then, when } = play
    sampler.expect(boundsOfUpdate(play))
    await when.patch('Deployment', 'legacy', { spec: { template: template('bad-image:1') } })
    await play.adopt()
    await advance('20m')
    await then.replicas('Deployment', 'legacy', N)
    await when.image('shop/web:3')
    await isTakenOver(play)
  },
}

describe.each(modes)('%s', mode => {
  describe.each(Object.entries(strategies))('%s', (_, strategy) => {
    for (const [situation, play] of Object.entries(situations)) {
      test(`stays within its bounds when ${situation}`, adopting(mode, strategy, play))
    }
  })
})

test(
  'the sampler tells of an instant that is over when the story ends',
  adopting('never', strategies.canary, async ({ advance, objects, sampler }) => {
    sampler.expect({ least: N, most: N })
    const [pod] = await objects.list('Pod')
    await objects.delete('Pod', pod!.metadata.name)
    await advance('1m')
    expect(sampler.firstOutside()).toMatch(/3 of 3 pods ready, outside 4 to 4/)
    sampler.forget()
  }),
)
