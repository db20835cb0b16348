import { formatTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import { RBAC } from '../auth/rbac.ts'
import type { Rule } from '../auth/rule.ts'
import type { Cluster } from './cluster.ts'
import { newUid } from './metadata.ts'

/** What a new cluster holds before anybody writes: the four namespaces, and the roles that everybody relies on. */
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
  for (const [name, group, rules] of ROLES) {
    const roleRef = { apiGroup: RBAC, kind: 'ClusterRole', name }
    const subjects = [{ kind: 'Group', apiGroup: RBAC, name: group }]
    add(cluster, `${RBAC}/clusterroles`, { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name }, rules })
    const binding = { apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding', metadata: { name }, subjects, roleRef }
    add(cluster, `${RBAC}/clusterrolebindings`, binding)
  }
  // Nobody has seen a revision so far; what asks for one is too old, as on any cluster that has lived for a while.
  cluster.store.history.compact(cluster.store.revision)
}

const DISCOVERY = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/healthz/*',
  '/livez',
  '/livez/*',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/readyz/*',
  '/version',
  '/version/',
]

/** Roles with the group that each is bound to. */
const ROLES: readonly (readonly [string, string, readonly Rule[]])[] = [
  [
    'cluster-admin',
    'system:masters',
    [
      { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
      { verbs: ['*'], nonResourceURLs: ['*'] },
    ],
  ],
  ['system:discovery', 'system:authenticated', [{ verbs: ['get'], nonResourceURLs: DISCOVERY }]],
  [
    'system:basic-user',
    'system:authenticated',
    [
      {
        verbs: ['create'],
        apiGroups: ['authorization.k8s.io'],
        resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      },
      { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
    ],
  ],
]

function add(cluster: Cluster, resource: string, object: KubeObject): void {
  const creationTimestamp = formatTime(cluster.clock.now())
  cluster.store.put(resource, { ...object, metadata: { ...object.metadata, uid: newUid(cluster), creationTimestamp } })
}
