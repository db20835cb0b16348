import type { Rollout } from '../../core/api/types.ts'
import type { EventNote } from '../../core/decision.ts'
import { formatTime } from '../../core/kube/time.ts'

/** When and how often an event happened. */
export interface Count {
  readonly first: number
  last: number
  count: number
}

/** What an event is about, without the object itself: thousands of events are remembered. */
export interface Subject {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
}

export function subjectOf({ apiVersion, kind, metadata }: Rollout): Subject {
  const { namespace, name, uid, resourceVersion } = metadata
  return { apiVersion, kind, namespace, name, uid, resourceVersion }
}

/** A core/v1 Event, with the source component that upstream's events carry. */
export function eventObject(name: string, about: Subject, event: EventNote, when: Count) {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: about.namespace },
    involvedObject: about,
    type: event.type,
    reason: event.reason,
    message: event.message,
    source: { component: 'rollouts-controller' },
    reportingComponent: 'rollouts-controller',
    reportingInstance: '',
    firstTimestamp: formatTime(when.first),
    lastTimestamp: formatTime(when.last),
    count: when.count,
  }
}
