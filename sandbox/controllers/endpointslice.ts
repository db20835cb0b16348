/** EndpointSlices of a Service: at most a hundred endpoints each, owned by the Service, an empty one when there is no pod. */

import { semanticallyEqual } from '../../core/kube/equality.ts'
import type { KubeObject } from '../api.ts'
import { type Backend, backendsOf, hasSelector, onBackendChange, type Port, targetRef } from './backend.ts'
import { type Controller, queueOf } from './context.ts'
import { kinds } from './loop/resource.ts'
import type { View } from './loop/view.ts'
import { controllerReference, isDeleting } from './owner.ts'

const SERVICE = 'kubernetes.io/service-name'
const MANAGED_BY = { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' }
const MOST = 100

export const endpointSliceController: Controller = context => {
  const { view } = context
  const queue = queueOf('endpointslice', context, key => sync(view, key))
  onBackendChange(view, key => queue.add(key))
  view.of(kinds.endpointSlices).onChange(({ metadata }) => {
    if (metadata.labels?.[SERVICE]) queue.add(`${metadata.namespace}/${metadata.labels[SERVICE]}`)
  })
  return queue
}

/** Slices are reused in order; garbage collection takes those of a Service that is gone. */
async function sync(view: View, key: string): Promise<void> {
  const service = view.of(kinds.services).get(key)
  if (!service || isDeleting(service) || !hasSelector(service)) return
  const wanted = slicesOf(service, backendsOf(service, view.of(kinds.pods).list(service.metadata.namespace)))
  const stored = ownSlices(view, service)
  for (const [i, slice] of wanted.entries()) await write(view, service, stored[i], slice)
  for (const slice of stored.slice(wanted.length)) await view.delete(kinds.endpointSlices, slice)
}

const ownSlices = (view: View, { metadata }: KubeObject): KubeObject[] =>
  view
    .of(kinds.endpointSlices)
    .list(metadata.namespace)
    .filter(
      ({ metadata: { labels } }) =>
        labels?.[SERVICE] === metadata.name && semanticallyEqual({ ...labels, ...MANAGED_BY }, labels),
    )
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))

async function write(view: View, service: KubeObject, stored: KubeObject | undefined, slice: Slice): Promise<void> {
  const { name, namespace } = service.metadata
  const labels = { ...service.metadata.labels, ...MANAGED_BY, [SERVICE]: name }
  const isEqual =
    stored &&
    semanticallyEqual(stored.endpoints ?? [], slice.endpoints) &&
    semanticallyEqual(stored.ports ?? [], slice.ports)
  if (isEqual && semanticallyEqual(stored.metadata.labels, labels)) return
  if (stored) {
    await view.update(kinds.endpointSlices, { ...stored, ...slice, metadata: { ...stored.metadata, labels } })
    return
  }
  const ownerReferences = [controllerReference(kinds.services, service)]
  await view.create(kinds.endpointSlices, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { generateName: `${name}-`, namespace, labels, ownerReferences },
    addressType: 'IPv4',
    ...slice,
  })
}

interface Slice {
  readonly endpoints: readonly object[]
  readonly ports: readonly Port[]
}

/** Endpoints in one slice serve the same ports. */
function slicesOf({ spec }: KubeObject, backends: readonly Backend[]): Slice[] {
  const slices: { endpoints: object[]; ports: readonly Port[] }[] = []
  for (const backend of backends) {
    const open = slices.find(
      ({ endpoints, ports }) => endpoints.length < MOST && semanticallyEqual(ports, backend.ports),
    )
    const slice = open ?? { endpoints: [], ports: backend.ports }
    if (!open) slices.push(slice)
    slice.endpoints.push(endpointOf(backend, spec.publishNotReadyAddresses))
  }
  return slices.length > 0 ? slices : [{ endpoints: [], ports: [] }]
}

const endpointOf = ({ pod, ip, isServing, isTerminating }: Backend, publishNotReady?: boolean) => ({
  addresses: [ip],
  conditions: {
    ready: publishNotReady || (isServing && !isTerminating),
    serving: publishNotReady || isServing,
    terminating: isTerminating,
  },
  ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
  targetRef: targetRef(pod),
})
