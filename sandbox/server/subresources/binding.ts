import { formatTime } from '../../../core/kube/time.ts'
import type { KubeObject } from '../../api.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { conflict, success } from '../errors.ts'
import { storageOf } from '../kinds.ts'
import { addressed } from '../metadata.ts'
import type { Target } from '../target.ts'
import { decodeBody } from '../write/decode.ts'
import { live } from '../write/update.ts'
import { bindingKind } from './kinds.ts'

/** POST of a Binding: puts the pod on a node, as a scheduler does. */
export function bind(cluster: Cluster, target: Target, call: Call): KubeObject {
  const pod = live(cluster, target)
  const binding = addressed(decodeBody(call, bindingKind).json, target, bindingKind)
  const refuse = (why: string) => conflict({ group: '', plural: 'pods/binding' }, target.name, why)
  if (pod.metadata.deletionTimestamp) throw refuse(`pod ${target.name} is being deleted, cannot be assigned to a host`)
  if (pod.spec.nodeName) throw refuse(`pod ${target.name} is already assigned to node "${pod.spec.nodeName}"`)
  const others = (pod.status?.conditions ?? []).filter(
    (condition: { type: string }) => condition.type !== 'PodScheduled',
  )
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: formatTime(cluster.clock.now()),
  }
  cluster.store.put(storageOf(target.kind), {
    ...pod,
    spec: { ...pod.spec, nodeName: binding.target?.name },
    status: { ...pod.status, conditions: [...others, scheduled] },
  })
  return { ...success(), code: 201 }
}
