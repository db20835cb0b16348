/** What one operation has to do, in Argo CD's order: phase, wave, kind, name. */
import type { KubeObject } from '../../api.ts'
import type { Cluster } from '../cluster.ts'
import { type Identity, identityOf, identityText, versionOf } from '../identity.ts'
import type { Managed } from './compare.ts'
import { isHook, orderOf, type Phase, phasesOf, waveOf } from './hook.ts'
import { hasOption, type SyncOptions } from './options.ts'

export interface Task {
  /** Phase and identity: the key of its result. */
  readonly key: string
  readonly phase: Phase
  readonly wave: number
  readonly identity: Identity
  readonly version: string
  readonly isHook: boolean
  /** Absent: to be pruned. */
  readonly desired?: KubeObject
  readonly live?: KubeObject
  readonly isSynced: boolean
}

const kinds = [
  'Namespace NetworkPolicy ResourceQuota LimitRange PodSecurityPolicy PodDisruptionBudget ServiceAccount Secret SecretList ConfigMap StorageClass',
  'PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole ClusterRoleList ClusterRoleBinding ClusterRoleBindingList Role',
  'RoleList RoleBinding RoleBindingList Service DaemonSet Pod ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet Job',
  'CronJob IngressClass Ingress APIService',
].flatMap(line => line.split(' '))

/** Custom resources come after everything that Kubernetes knows. */
const rankOf = ({ kind }: Identity) => (kinds.includes(kind) ? kinds.indexOf(kind) : kinds.length)

/** Tasks of one phase and one wave are one step; a step begins when the one before is through. */
export const isSameStep = (a: Task, b: Task): boolean => a.phase === b.phase && a.wave === b.wave

export function gatherTasks(
  managed: readonly Managed[],
  hooks: readonly KubeObject[],
  { pruneLast }: SyncOptions,
  cluster: Cluster,
): Task[] {
  const applied = managed.flatMap(item => (item.desired ? [taskOf(item, item.desired, 'Sync')] : []))
  const last = Math.max(0, ...applied.map(({ wave }) => wave)) + 1
  const pruned = managed.flatMap(({ desired, live, ...item }) => {
    if (desired || !live) return []
    const isLast = pruneLast || hasOption(live, 'PruneLast=true')
    return [{ ...taskOf({ ...item, live }, live, 'Sync'), ...(isLast && { wave: last }) }]
  })
  const hooked = hooks.flatMap(hook =>
    phasesOf(hook).map(phase => {
      const identity = identityOf(hook)
      const live = cluster.find(identity)
      return taskOf({ identity, desired: hook, ...(live && { live }), status: 'OutOfSync' }, hook, phase)
    }),
  )
  return [...applied, ...pruned, ...hooked].sort(inOrder)
}

function taskOf({ identity, desired, live, status }: Managed, object: KubeObject, phase: Phase): Task {
  return {
    key: `${phase} ${identityText(identity)}`,
    phase,
    wave: waveOf(object),
    identity,
    version: versionOf(object),
    isHook: isHook(object),
    ...(desired && { desired }),
    ...(live && { live }),
    isSynced: status === 'Synced',
  }
}

function inOrder(a: Task, b: Task): number {
  return (
    orderOf(a.phase) - orderOf(b.phase) ||
    a.wave - b.wave ||
    rankOf(a.identity) - rankOf(b.identity) ||
    (a.identity.name < b.identity.name ? -1 : 1)
  )
}
