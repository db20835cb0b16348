/** The nodes that pod life plays, and the binding of pods to them. */
import { formatTime } from '../../core/kube/time.ts'
import { ApiError, type KubeObject } from '../api.ts'
import { apiVersionOf, kinds, pathOf } from '../controllers/loop/resource.ts'
import type { View } from '../controllers/loop/view.ts'

const CAPACITY = { cpu: '1000', memory: '4096Gi', pods: '100000', 'ephemeral-storage': '4096Gi' }

/** Makes the node when it is missing, and takes off the taint that a real server gives every new node. */
export async function makeNode(view: View, name: string): Promise<void> {
  const object = {
    apiVersion: apiVersionOf(kinds.nodes),
    kind: 'Node',
    metadata: { name, labels: labelsOf(name) },
    spec: {},
  }
  try {
    await view.create(kinds.nodes, object)
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
  }
  await merge(view, name, { spec: { taints: null } })
  await merge(view, name, { status: statusOf(formatTime(view.clock.now())) }, 'status')
}

const merge = (view: View, name: string, body: { [field: string]: unknown }, subresource?: string) =>
  view.api.request({
    method: 'PATCH',
    path: pathOf(kinds.nodes, undefined, name, subresource),
    contentType: 'application/merge-patch+json',
    body: body as KubeObject,
  })

const labelsOf = (name: string) => ({
  'kubernetes.io/hostname': name,
  'kubernetes.io/os': 'linux',
  'kubernetes.io/arch': 'amd64',
})

const statusOf = (now: string) => ({
  capacity: CAPACITY,
  allocatable: CAPACITY,
  conditions: [
    {
      type: 'Ready',
      status: 'True',
      reason: 'KubeletReady',
      message: 'pod life',
      lastHeartbeatTime: now,
      lastTransitionTime: now,
    },
  ],
  addresses: [{ type: 'InternalIP', address: '10.0.0.1' }],
})

/** Puts a pod on the node that has the fewest; answers nothing, the watch shows it. */
export async function bind(view: View, pod: KubeObject, nodes: readonly string[]): Promise<void> {
  const bound = view
    .of(kinds.pods)
    .list()
    .map(({ spec }) => spec.nodeName)
  const counts = nodes.map(name => ({ name, pods: bound.filter(node => node === name).length }))
  const [emptiest] = counts.sort((a, b) => a.pods - b.pods)
  const { namespace, name, uid } = pod.metadata
  await view.api.request({
    method: 'POST',
    path: pathOf(kinds.pods, namespace, name, 'binding'),
    body: {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { namespace, name, uid },
      target: { apiVersion: 'v1', kind: 'Node', name: emptiest!.name },
    },
  })
}
