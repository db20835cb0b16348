import type { KubeObject } from '../../api.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { failure, success } from '../errors.ts'
import { particularOf } from '../particulars.ts'
import { select } from '../read/select.ts'
import type { Target } from '../target.ts'
import { admitDelete } from './admit.ts'
import { type DeleteOptions, deleteOptions } from './delete-options.ts'
import { discard } from './discard.ts'
import { live } from './update.ts'

/** DELETE of one object: the object when it only starts to go (finalizers, grace), else a Status, or the object for the kinds that answer it. */
export function remove(cluster: Cluster, target: Target, call: Call): KubeObject {
  const options = deleteOptions(call)
  const object = live(cluster, target)
  checkPreconditions(target.kind, object, options)
  admitDelete(target.kind, target.name)
  const { propagation, isAnswered } = particularOf(target.kind)
  if (propagation && !options.policy) call.warnings.push(propagation.warning)
  const { object: last, isGone } = discard(cluster, target.kind, object, options)
  if (!isGone || isAnswered) return last
  const { name, uid } = last.metadata
  return success({ name, group: target.kind.group, kind: target.kind.plural, uid })
}

/** DELETE of a collection: every object that the selectors choose, each as by its own call; answers them as they were. */
export function removeAll(cluster: Cluster, target: Target, call: Call): KubeObject[] {
  const options = deleteOptions(call)
  const chosen = select(cluster, target, call.query)
  for (const object of chosen) discard(cluster, target.kind, object, options)
  return chosen
}

export function checkPreconditions(kind: Target['kind'], object: KubeObject, options: DeleteOptions): void {
  const { name, uid, resourceVersion } = object.metadata
  const refuse = (what: string, asked: string, found: string, why: string) =>
    failure(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${kind.kind}${kind.group ? `.${kind.group}` : ''} "${name}": the ${what} in the precondition (${asked}) does not match the ${what} in record (${found}). The object might have been ${why}`,
      { name, group: kind.group, kind: kind.kind },
    )
  if (options.uid && options.uid !== uid) throw refuse('UID', options.uid, uid, 'deleted and then recreated')
  if (options.resourceVersion && options.resourceVersion !== resourceVersion) {
    throw refuse('ResourceVersion', options.resourceVersion, resourceVersion, 'modified')
  }
}
