/** Endpoints: one object a Service, of the same name, with ready and not ready addresses by the ports that they serve. */

import { semanticallyEqual } from '../../core/kube/equality.ts'
import type { KubeObject } from '../api.ts'
import { type Backend, backendsOf, hasSelector, onBackendChange, type Port, targetRef } from './backend.ts'
import { type Controller, queueOf } from './context.ts'
import { keyOf, kinds } from './loop/resource.ts'
import type { View } from './loop/view.ts'

const MANAGED_BY = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' }

export const endpointsController: Controller = context => {
  const { view } = context
  const queue = queueOf('endpoints', context, key => sync(view, key))
  onBackendChange(view, key => queue.add(key))
  view.of(kinds.endpoints).onChange(endpoints => queue.add(keyOf(endpoints)))
  return queue
}

async function sync(view: View, key: string): Promise<void> {
  const service = view.of(kinds.services).get(key)
  const stored = view.of(kinds.endpoints).get(key)
  if (!service && stored?.metadata.labels?.['endpoints.kubernetes.io/managed-by'])
    return view.delete(kinds.endpoints, stored)
  if (!service || !hasSelector(service)) return
  const { name, namespace } = service.metadata
  const labels = { ...service.metadata.labels, ...MANAGED_BY }
  const subsets = subsetsOf(service, backendsOf(service, view.of(kinds.pods).list(namespace)))
  if (!stored) {
    const metadata = { name, namespace, labels }
    await view.create(kinds.endpoints, { apiVersion: 'v1', kind: 'Endpoints', metadata, subsets })
  } else if (!semanticallyEqual(stored.subsets ?? [], subsets) || !semanticallyEqual(stored.metadata.labels, labels))
    await view.update(kinds.endpoints, { ...stored, metadata: { ...stored.metadata, labels }, subsets })
}

/** A terminating pod is listed only for a Service that publishes what is not ready; a pod without any of its ports not at all. */
function subsetsOf({ spec }: KubeObject, backends: readonly Backend[]): object[] {
  const groups = new Map<string, { ports: readonly Port[]; ready: object[]; notReady: object[] }>()
  for (const backend of backends) {
    const isUnreachable = backend.ports.length === 0 && spec.ports?.length > 0
    if (isUnreachable || (backend.isTerminating && !spec.publishNotReadyAddresses)) continue
    const key = JSON.stringify(backend.ports)
    const group = groups.get(key) ?? { ports: backend.ports, ready: [], notReady: [] }
    groups.set(key, group)
    const list = backend.isServing || spec.publishNotReadyAddresses ? group.ready : group.notReady
    list.push(addressOf(backend))
  }
  return [...groups.values()].map(({ ports, ready, notReady }) => ({
    ...(ready.length > 0 ? { addresses: ready } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
    ...(ports.length > 0 ? { ports: ports.map(withoutEmptyName) } : {}),
  }))
}

const withoutEmptyName = ({ name, ...port }: Port) => (name === '' ? port : { name, ...port })

const addressOf = ({ pod, ip }: Backend) => ({
  ip,
  ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
  targetRef: targetRef(pod),
})
