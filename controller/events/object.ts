import type { Rollout } from '../../core/api/types.ts'
import type { EventNote } from '../../core/decision.ts'
import { formatTime } from '../../core/kube/time.ts'

/** When and how often an event happened. */
export interface Count {
  readonly first: number
  last: number
  count: number
}

/** A core/v1 Event, with the source component that upstream's events carry. */
export function eventObject(name: string, { apiVersion, kind, metadata }: Rollout, event: EventNote, when: Count) {
  const { namespace, uid, resourceVersion } = metadata
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace },
    involvedObject: { apiVersion, kind, namespace, name: metadata.name, uid, resourceVersion },
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
