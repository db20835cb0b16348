import type { Kind } from '../../kinds/kind.ts'
import type { Cluster } from '../cluster.ts'
import { badRequest, forbidden, methodNotAllowed, notFound } from '../errors.ts'
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

const PERMANENT = new Set(['default', 'kube-system', 'kube-public'])

export function admitDelete(kind: Kind, name: string): void {
  if (kind.group === '' && kind.plural === 'namespaces' && PERMANENT.has(name)) {
    throw forbidden(kind, name, 'this namespace may not be deleted')
  }
}

export function requireName(name: string): void {
  if (!name) throw badRequest('a name is needed in the path of this call')
}
