/** The pods behind a Service, as Endpoints and EndpointSlices list them. */
import type { KubeObject } from '../api.ts'
import { keyOf, kinds } from './loop/resource.ts'
import type { View } from './loop/view.ts'
import { isDeleting } from './owner.ts'
import { isFinished, isReady } from './pod.ts'
import { isSubset } from './selector.ts'

export interface Port {
  readonly name: string
  readonly port: number
  readonly protocol: string
  readonly appProtocol?: string
}

export interface Backend {
  readonly pod: KubeObject
  readonly ip: string
  readonly ports: readonly Port[]
  readonly isServing: boolean
  readonly isTerminating: boolean
}

/** Pods that have an address and are not over, by name. A Service without a selector has none of ours. */
export function backendsOf(service: KubeObject, pods: readonly KubeObject[]): Backend[] {
  return pods
    .filter(pod => isSubset(service.spec.selector, pod.metadata.labels) && pod.status?.podIP && !isFinished(pod))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map(pod => ({
      pod,
      ip: pod.status.podIP,
      ports: (service.spec.ports ?? []).flatMap((port: KubeObject) => resolve(port, pod)),
      isServing: isReady(pod),
      isTerminating: isDeleting(pod),
    }))
}

export const hasSelector = ({ spec }: KubeObject): boolean =>
  Object.keys(spec.selector ?? {}).length > 0 && spec.type !== 'ExternalName'

/** A named target port is what the pod's containers call so; a pod without it does not serve that port. */
function resolve(port: KubeObject, pod: KubeObject): Port[] {
  const target = port.targetPort ?? port.port
  const containers: KubeObject[] = [...(pod.spec.initContainers ?? []), ...pod.spec.containers]
  const named = containers
    .flatMap(({ ports }) => ports ?? [])
    .find((candidate: KubeObject) => candidate.name === target)
  const number = typeof target === 'number' ? target : named?.containerPort
  if (number === undefined) return []
  const appProtocol = port.appProtocol ? { appProtocol: port.appProtocol } : {}
  return [{ name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP', ...appProtocol }]
}

export const targetRef = ({ metadata }: KubeObject) => ({
  kind: 'Pod',
  namespace: metadata.namespace,
  name: metadata.name,
  uid: metadata.uid,
})

/** Calls `tell` with the key of each Service whose backends a change may have changed. */
export function onBackendChange(view: View, tell: (key: string) => void): void {
  const services = view.of(kinds.services)
  services.onChange(service => tell(keyOf(service)))
  view.of(kinds.pods).onChange((pod, before) => {
    for (const service of services.list(pod.metadata.namespace)) {
      const isBehind = (candidate: KubeObject | undefined) =>
        isSubset(service.spec.selector, candidate?.metadata.labels)
      if (hasSelector(service) && (isBehind(pod) || isBehind(before))) tell(keyOf(service))
    }
  })
}
