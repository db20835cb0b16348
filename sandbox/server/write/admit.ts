import type { KubeObject } from '../../api.ts'
import { escalated } from '../../auth/escalation.ts'
import { RBAC } from '../../auth/rbac.ts'
import type { User } from '../../auth/user.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Cluster } from '../cluster.ts'
import { forbidden, methodNotAllowed, notFound } from '../errors.ts'
import { particularOf } from '../particulars.ts'
import type { Target } from '../target.ts'

const NAMESPACES = { group: '', plural: 'namespaces' }

/** What the NamespaceLifecycle admission of a real cluster refuses: a new object in a namespace that is missing or on its way out. */
export function admitCreate(cluster: Cluster, target: Target, name: string): void {
  const { kind, namespace } = target
  if (!kind.namespaced) return
  if (!namespace) throw methodNotAllowed()
  const found = cluster.store.get('/namespaces', `/${namespace}`)
  if (!found) throw notFound(NAMESPACES, namespace)
  if (!found.metadata.deletionTimestamp) return
  throw forbidden(kind, name, `unable to create new content in namespace ${namespace} because it is being terminated`, [
    {
      reason: 'NamespaceTerminating',
      message: `namespace ${namespace} is being terminated`,
      field: 'metadata.namespace',
    },
  ])
}

export function admitDelete(kind: Kind, name: string): void {
  if (particularOf(kind).permanent?.includes(name)) throw forbidden(kind, name, 'this namespace may not be deleted')
}

/** With RBAC on, nobody hands out rights that he does not hold, by writing a role or by binding one. */
export function admitGrant(cluster: Cluster, kind: Kind, object: KubeObject, user: User): void {
  if (!cluster.rbac || kind.group !== RBAC || user.groups.includes('system:masters')) return
  const rights = escalated(cluster.store, user, object)
  if (rights.length === 0) return
  const who = `user "${user.name}" (groups=[${user.groups.map(group => JSON.stringify(group)).join(' ')}])`
  const what = 'is attempting to grant RBAC permissions not currently held:'
  throw forbidden(kind, object.metadata.name, `${who} ${what}\n${rights.join('\n')}`)
}
