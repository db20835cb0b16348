/** Plays a story under a trouble, and says what is left in the end, without what may differ: times, and counts of how often something was written. */
import type { KubeObject } from '../../sandbox/api.ts'
import { type Scenario, scenario } from '../scenarios/harness/scenario.ts'
import type { Story } from './stories.ts'
import type { Trouble } from './troubles.ts'

export interface Ending {
  readonly objects: { readonly [kindAndName: string]: unknown }
  readonly leastReady: number
  /** How often the trouble has struck. */
  readonly strikes: number
}

export async function played(story: Story, trouble?: Trouble): Promise<Ending> {
  let ending: Ending | undefined
  await scenario(async play => {
    ending = await playOn(play, story, trouble)
  })()
  return ending!
}

async function playOn(play: Scenario, story: Story, trouble: Trouble | undefined): Promise<Ending> {
  const { given, when, advance } = play
  await given.manifest(story.given)
  await advance('10s')
  const seen = await play.observe()
  for (const act of story.acts) {
    await trouble?.begin(play)
    await act(play)
    await when.noFaults()
  }
  await advance('20m')
  return { objects: await left(play), leastReady: seen().leastReady, strikes: play.strikes() }
}

async function left({ objects }: Scenario): Promise<Ending['objects']> {
  const entries = ['Rollout', 'ReplicaSet', 'Service', 'Deployment'].map(async kind =>
    (await objects.list(kind)).map(object => [`${kind}/${object.metadata.name}`, lasting(object)] as const),
  )
  return Object.fromEntries((await Promise.all(entries)).flat())
}

const KEPT = /^(rollout\.argoproj\.io\/(revision|desired-replicas)$|scale-down-deadline|argo-rollouts)/
const COUNTED = ['observedGeneration', 'workloadObservedGeneration', 'totalManualPauseDurationSeconds']

function lasting({ metadata, spec, status }: KubeObject): unknown {
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([key]) => KEPT.test(key))
  const { replicas, selector, paused } = spec
  const all = { annotations: Object.fromEntries(annotations), spec: { replicas, selector, paused }, status }
  return JSON.parse(JSON.stringify(all), (key, value) => {
    if (COUNTED.includes(key)) return undefined
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return 'a time'
    // They stand in the order of their last change, which a detour may alter.
    return key === 'conditions' ? value.sort((a: Condition, b: Condition) => (a.type < b.type ? -1 : 1)) : value
  })
}

interface Condition {
  readonly type: string
}
