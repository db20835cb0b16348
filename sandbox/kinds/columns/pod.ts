import type { JsonObject } from '../../schema/schema.ts'
import type { Column } from '../kind.ts'
import { age, column, name, renderAge, wide } from './common.ts'

export const podColumns: readonly Column[] = [
  name,
  column('Ready', ready),
  column('Status', reasonOf),
  column('Restarts', restarts),
  age,
  wide('IP', ({ status }) => status?.podIPs?.[0]?.ip || '<none>'),
  wide('Node', ({ spec }) => spec.nodeName || '<none>'),
  wide('Nominated Node', ({ status }) => status?.nominatedNodeName || '<none>'),
  wide('Readiness Gates', gates),
]

type Status = JsonObject

const isSidecar = (pod: JsonObject, container: string): boolean =>
  (pod.spec.initContainers ?? []).some((one: JsonObject) => one.name === container && one.restartPolicy === 'Always')

const inits = (pod: JsonObject): Status[] => pod.status?.initContainerStatuses ?? []
const mains = (pod: JsonObject): Status[] => pod.status?.containerStatuses ?? []
const isTrue = (pod: JsonObject, type: string): boolean =>
  (pod.status?.conditions ?? []).some((one: JsonObject) => one.type === type && one.status === 'True')

/** The first init container that keeps the pod from starting: none when all are done, or are sidecars that run. */
function pendingInit(pod: JsonObject): { readonly container: Status; readonly index: number } | undefined {
  const index = inits(pod).findIndex(
    one => one.state?.terminated?.exitCode !== 0 && !(isSidecar(pod, one.name) && one.started),
  )
  return index < 0 ? undefined : { container: inits(pod)[index]!, index }
}

function ready(pod: JsonObject): string {
  const sidecars = inits(pod).filter(one => isSidecar(pod, one.name))
  const declared = (pod.spec.initContainers ?? []).filter((one: JsonObject) => one.restartPolicy === 'Always').length
  const running = mains(pod).filter(one => one.ready && one.state?.running)
  const isStarting = pendingInit(pod) && !isTrue(pod, 'Initialized')
  const count = sidecars.filter(one => one.started && one.ready).length + (isStarting ? 0 : running.length)
  return `${count}/${pod.spec.containers.length + declared}`
}

function reasonOf(pod: JsonObject): string {
  const { status = {}, metadata } = pod
  if (metadata.deletionTimestamp && status.reason === 'NodeLost') return 'Unknown'
  if (metadata.deletionTimestamp && status.phase !== 'Succeeded' && status.phase !== 'Failed') return 'Terminating'
  const pending = pendingInit(pod)
  const first = pending ? initReason(pod, pending.container, pending.index) : phaseReason(pod)
  return pending && !isTrue(pod, 'Initialized') ? first : mainReason(pod, first)
}

function phaseReason({ status = {} }: JsonObject): string {
  const isGated = (status.conditions ?? []).some(
    (one: JsonObject) => one.type === 'PodScheduled' && one.reason === 'SchedulingGated',
  )
  return isGated ? 'SchedulingGated' : status.reason || status.phase || ''
}

function initReason(pod: JsonObject, { state = {} }: Status, index: number): string {
  const { terminated, waiting } = state
  if (terminated) return `Init:${endReason(terminated)}`
  if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`
  return `Init:${index}/${pod.spec.initContainers?.length ?? 0}`
}

const endReason = (end: JsonObject): string =>
  end.reason || (end.signal ? `Signal:${end.signal}` : `ExitCode:${end.exitCode}`)

/** The first container that has something to say; a pod that is done but for one that still runs is running. */
function mainReason(pod: JsonObject, otherwise: string): string {
  const said = mains(pod).flatMap(
    ({ state = {} }) => state.waiting?.reason || (state.terminated ? endReason(state.terminated) : []),
  )
  const reason = said[0] ?? otherwise
  const hasRunning = mains(pod).some(one => one.ready && one.state?.running)
  if (reason !== 'Completed' || !hasRunning) return reason
  return isTrue(pod, 'Ready') ? 'Running' : 'NotReady'
}

function restarts(pod: JsonObject, now: number): string {
  const isStarting = pendingInit(pod) && !isTrue(pod, 'Initialized')
  const counted = isStarting ? inits(pod) : [...inits(pod).filter(one => isSidecar(pod, one.name)), ...mains(pod)]
  const count = counted.reduce((sum, one) => sum + (one.restartCount ?? 0), 0)
  const last = counted
    .map(one => one.lastState?.terminated?.finishedAt ?? '')
    .sort()
    .at(-1)
  return count > 0 && last ? `${count} (${renderAge(last, now)} ago)` : String(count)
}

function gates(pod: JsonObject): string {
  const declared: { conditionType: string }[] = pod.spec.readinessGates ?? []
  if (declared.length === 0) return '<none>'
  return `${declared.filter(gate => isTrue(pod, gate.conditionType)).length}/${declared.length}`
}
