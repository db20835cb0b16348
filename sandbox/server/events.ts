import type { KubeObject } from '../api.ts'

/** Fields of an Event that events.k8s.io names differently: core name first. */
const NAMES = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
  ['reportingComponent', 'reportingController'],
] as const

/** A core/v1 Event as events.k8s.io/v1 shows it. */
export function newEvent(event: KubeObject): KubeObject {
  const renamedEvent = renamed(event, name => NAMES.find(([core]) => core === name)?.[1])
  for (const name of ['reportingController', 'reportingInstance']) if (!renamedEvent[name]) delete renamedEvent[name]
  return { ...renamedEvent, apiVersion: 'events.k8s.io/v1' }
}

/** An events.k8s.io/v1 Event as core/v1 stores it. */
export const coreEvent = (event: KubeObject): KubeObject => ({
  ...renamed(event, name => NAMES.find(([, other]) => other === name)?.[0]),
  apiVersion: 'v1',
})

function renamed(event: KubeObject, rename: (name: string) => string | undefined): KubeObject {
  return Object.fromEntries(Object.entries(event).map(([name, value]) => [rename(name) ?? name, value])) as KubeObject
}
