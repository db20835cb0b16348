/** The way between two records: distinct states, bounds of availability, events. */
import type { KubeObject } from '../../sandbox/api.ts'
import { Availability } from './availability.ts'
import type { Change } from './history.ts'
import type { SeenEvent, Segment } from './recording.ts'
import type { Value } from './script.ts'

const HASH = 'rollouts-pod-template-hash'

type Now = ReadonlyMap<string, KubeObject>

/** Changes up to `mark` were told before; they still say from which state the segment begins. */
export function segment(changes: readonly Change[], mark: number, rollout: string): Segment {
  const now = new Map<string, KubeObject>()
  const states: Value[] = []
  const availability = new Availability()
  for (const { version, type, object } of changes) {
    if (object.kind === 'Event') continue
    const key = `${object.kind}/${object.metadata.name}`
    if (type === 'DELETED') now.delete(key)
    else now.set(key, object)
    const state = version > mark && summary(now, rollout)
    if (state && !same(states.at(-1), state)) states.push(state)
    availability.see(now)
    if (version <= mark) availability.reset()
  }
  availability.seeOnce(now)
  return { timeline: foldFlapping(states), bounds: availability.bounds(), events: eventsOf(changes, mark) }
}

/** Events about objects of the Rollouts API, repeats in a row once. */
function eventsOf(changes: readonly Change[], mark: number): SeenEvent[] {
  const last = new Map<string, SeenEvent>()
  return changes.flatMap(({ version, type, object }) => {
    if (object.kind !== 'Event' || type === 'DELETED') return []
    const { involvedObject, reason, message } = object
    if (!involvedObject.apiVersion?.startsWith('argoproj.io/')) return []
    const seen = { object: `${involvedObject.kind}/${involvedObject.name}`, type: object.type, reason, message }
    const before = last.get(seen.object)
    last.set(seen.object, seen)
    return version > mark && !same(before, seen) ? [seen] : []
  })
}

/** A, B, A, B, ... becomes A, B and a mark: how often a controller changes its mind is chance, that it does is not. */
export function foldFlapping(states: readonly Value[]): Value[] {
  const folded: Value[] = []
  for (let i = 0; i < states.length; ) {
    let end = i + 2
    while (end < states.length && same(states[end], states[end - 2])) end++
    const flaps = end - i >= 4
    folded.push(...(flaps ? [states[i], states[i + 1], { flapping: true }] : [states[i]]))
    i = flaps ? end : i + 1
  }
  return folded
}

function summary(now: Now, name: string): Value {
  const rollout = now.get(`Rollout/${name}`)
  if (!rollout) return undefined
  const { status = {} } = rollout
  const byName = (
    kind: string,
    value: (object: KubeObject) => Value,
    fits: (object: KubeObject) => boolean = () => true,
  ) =>
    Object.fromEntries(
      ofKind(now, kind)
        .filter(fits)
        .map(object => [object.metadata.name, value(object) ?? null]),
    )
  const state = {
    phase: status.phase,
    message: status.message,
    step: status.currentStepIndex,
    stable: status.stableRS,
    current: status.currentPodHash,
    rs: byName(
      'ReplicaSet',
      set => set.spec.replicas,
      set => isOwnedBy(set, name),
    ),
    services: byName('Service', service => service.spec.selector?.[HASH]),
    deployments: byName('Deployment', deployment => deployment.spec.replicas),
  }
  return Object.fromEntries(Object.entries(state).filter(([, value]) => !isEmpty(value)))
}

const isEmpty = (value: Value) =>
  value == null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

const isOwnedBy = ({ metadata }: KubeObject, rollout: string) =>
  metadata.ownerReferences?.some((owner: Value) => owner.kind === 'Rollout' && owner.name === rollout) ?? false

const ofKind = (now: Now, kind: string) =>
  [...now.values()].filter(object => object.kind === kind).sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))

const same = (a: Value, b: Value) => JSON.stringify(a) === JSON.stringify(b)
