import type { KubeObject } from '../../api.ts'
import type { JsonObject } from '../../schema/schema.ts'

/** What a pod gets beyond the defaults of its template: requests from limits, and host ports on the host's network. */
export function defaultPod({ spec }: KubeObject): void {
  spec.enableServiceLinks ??= true
  for (const container of allContainers(spec)) {
    const { limits, requests } = container.resources ?? {}
    if (limits) container.resources.requests = { ...limits, ...requests }
    if (spec.hostNetwork) for (const port of container.ports ?? []) port.hostPort ??= port.containerPort
  }
}

const allContainers = (spec: JsonObject): JsonObject[] => [...(spec.containers ?? []), ...(spec.initContainers ?? [])]

const EVICTING = ['not-ready', 'unreachable'].map(state => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}))

/** The status of a new pod, and what admission adds: priority and tolerations. */
export function createPod(pod: KubeObject): void {
  const { spec } = pod
  pod.status = { phase: 'Pending', qosClass: qosClass(spec) }
  spec.priority ??= 0
  spec.preemptionPolicy ??= 'PreemptLowerPriority'
  const tolerated = (toleration: JsonObject) =>
    (spec.tolerations ?? []).some(
      (one: JsonObject) => (!one.key || one.key === toleration.key) && (!one.effect || one.effect === 'NoExecute'),
    )
  spec.tolerations = [...(spec.tolerations ?? []), ...EVICTING.filter(one => !tolerated(one)).map(one => ({ ...one }))]
}

/** Guaranteed when all containers limit cpu and memory to what they request, BestEffort when none says anything. */
function qosClass(spec: JsonObject): string {
  const resources = allContainers(spec).map(({ resources: own = {} }) => own)
  const amounts = ({ requests = {}, limits = {} }: JsonObject) =>
    ['cpu', 'memory'].map(name => [requests[name], limits[name]])
  if (resources.every(own => amounts(own).every(([request, limit]) => !request && !limit))) return 'BestEffort'
  const isFull = resources.every(own => amounts(own).every(([request, limit]) => limit && request === limit))
  return isFull ? 'Guaranteed' : 'Burstable'
}

const LEGACY = 'job-name'
const LEGACY_UID = 'controller-uid'

/** A job's pods are told by its uid, unless it brings its own selector. Labels that the job took from its template get the generated ones too. */
export function createJob(job: KubeObject): void {
  const { metadata, spec } = job
  job.status = {}
  if (spec.manualSelector) return
  const { name, uid } = metadata
  const uidLabel = `batch.kubernetes.io/${LEGACY_UID}`
  const generated = { [LEGACY]: name, [`batch.kubernetes.io/${LEGACY}`]: name, [LEGACY_UID]: uid, [uidLabel]: uid }
  spec.template.metadata.labels ??= {}
  const { labels } = spec.template.metadata
  for (const [key, value] of Object.entries(generated)) labels[key] ??= value
  spec.selector = { ...spec.selector, matchLabels: { [uidLabel]: uid, ...spec.selector?.matchLabels } }
}
