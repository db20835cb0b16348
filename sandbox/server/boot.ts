import { formatTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import type { Cluster } from './cluster.ts'
import { newUid } from './metadata.ts'

const RBAC = 'rbac.authorization.k8s.io'

/** What a new cluster holds before anybody writes: the four namespaces, and the role and binding that make admins. */
export function bootObjects(cluster: Cluster): void {
  if (cluster.store.revision > 0) return
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease']) {
    add(cluster, '/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    })
  }
  add(cluster, `${RBAC}/clusterroles`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRole',
    metadata: { name: 'cluster-admin' },
    rules: [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
  })
  add(cluster, `${RBAC}/clusterrolebindings`, {
    apiVersion: `${RBAC}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: 'cluster-admin' },
    subjects: [{ kind: 'Group', apiGroup: RBAC, name: 'system:masters' }],
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
  })
}

function add(cluster: Cluster, resource: string, object: KubeObject): void {
  const creationTimestamp = formatTime(cluster.clock.now())
  cluster.store.put(resource, { ...object, metadata: { ...object.metadata, uid: newUid(cluster), creationTimestamp } })
}
