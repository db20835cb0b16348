import type { KubeObject } from '../../api.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { addressed } from '../metadata.ts'
import { writeOptions } from '../options.ts'
import type { Target } from '../target.ts'
import { decodeBody } from '../write/decode.ts'
import { live, replace } from '../write/update.ts'

/** PUT of a namespace's `/finalize`: only its spec.finalizers count; the last one gone, the namespace goes. */
export function finalize(cluster: Cluster, target: Target, call: Call): KubeObject {
  const options = writeOptions(call, 'UpdateOptions')
  const wanted = addressed(decodeBody(call, target.kind).json, target)
  const old = live(cluster, target)
  const changed: KubeObject = structuredClone(old)
  changed.spec = { ...changed.spec, finalizers: wanted.spec?.finalizers ?? [] }
  changed.metadata.resourceVersion = wanted.metadata.resourceVersion
  return replace(cluster, { ...target, subresource: 'finalize' }, old, changed, options)
}
