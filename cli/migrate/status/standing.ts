/** Where a migration stands in the cluster: both fleets, who scales them, and what the controller says. */
import type { Client } from '../../../controller/client/client.ts'
import { isCode } from '../../../controller/client/error.ts'
import { WORKLOAD_DRAINED } from '../../../core/keys.ts'
import { kinds } from '../cluster/kinds.ts'
import type { Autoscaler, Deployment, ReplicaSet, Rollout } from '../cluster/objects.ts'
import { Reader, type Unseen } from '../cluster/reader.ts'
import { autoscalersOf, type Target } from '../cluster/targets.ts'

export interface Fleet {
  /** spec.replicas; absent for a Rollout that leaves it to an autoscaler. */
  readonly wanted?: number
  readonly pods: number
  readonly available: number
}

export interface Standing {
  readonly namespace: string
  readonly rollout: Rollout
  /** Absent when it has been deleted. */
  readonly deployment?: Deployment
  readonly fleets: { readonly deployment: Fleet; readonly rollout: Fleet }
  readonly autoscalers: readonly { readonly name: string; readonly target: Target }[]
  readonly condition?: { readonly status: string; readonly reason: string; readonly message: string }
  readonly unseen: readonly Unseen[]
}

/** `name` is that of the Rollout or of the Deployment. Throws when no Rollout has to do with it. */
export async function gatherStanding(client: Client, namespace: string, name: string): Promise<Standing> {
  const reader = new Reader(client)
  const rollout = pick(await reader.list<Rollout>(kinds.rollouts, namespace), name)
  if (!rollout) throw new Error(missing(reader, namespace, name))
  const workload = rollout.spec.workloadRef!.name!
  const deployment = await readDeployment(reader, namespace, workload)
  const sets = await reader.list<ReplicaSet>(kinds.replicaSets, namespace)
  const autoscalers = await reader.list<Autoscaler>(kinds.autoscalers, namespace)
  const condition = rollout.status?.conditions?.find(({ type }) => type === WORKLOAD_DRAINED)
  return {
    namespace,
    rollout,
    ...(deployment && { deployment }),
    fleets: { deployment: deploymentFleet(deployment), rollout: rolloutFleet(rollout, sets) },
    autoscalers: targetsIn(autoscalers, workload, rollout.metadata.name),
    ...(condition && { condition: said(condition) }),
    unseen: reader.unseen,
  }
}

/** A Rollout of that name before one that refers to a Deployment of that name. */
function pick(rollouts: readonly Rollout[], name: string): Rollout | undefined {
  const migrating = rollouts.filter(({ spec }) => spec.workloadRef?.kind === 'Deployment' && spec.workloadRef.name)
  return (
    migrating.find(({ metadata }) => metadata.name === name) ??
    migrating.find(({ spec }) => spec.workloadRef?.name === name)
  )
}

function missing({ unseen }: Reader, namespace: string, name: string): string {
  if (unseen[0]) return `rollouts cannot be read: ${unseen[0].message}`
  return `no Rollout in namespace "${namespace}" is named "${name}" or refers to a Deployment of that name; name another namespace with -n`
}

function readDeployment(reader: Reader, namespace: string, name: string): Promise<Deployment | undefined> {
  return reader.get<Deployment>(kinds.deployments, namespace, name).catch(error => {
    if (isCode(error, 404)) return undefined
    throw error
  })
}

function deploymentFleet(deployment: Deployment | undefined): Fleet {
  const { replicas: pods = 0, availableReplicas: available = 0 } = deployment?.status ?? {}
  return { ...(deployment && { wanted: deployment.spec.replicas }), pods, available }
}

/** Counted from its ReplicaSets: the Rollout's own counts may speak of both fleets. */
function rolloutFleet({ metadata, spec }: Rollout, sets: readonly ReplicaSet[]): Fleet {
  const own = sets.filter(set => set.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid))
  const sum = (of: (set: ReplicaSet) => number | undefined) => own.reduce((total, set) => total + (of(set) ?? 0), 0)
  return {
    ...(spec.replicas === undefined ? {} : { wanted: spec.replicas }),
    pods: sum(({ status }) => status?.replicas),
    available: sum(({ status }) => status?.availableReplicas),
  }
}

function targetsIn(autoscalers: readonly Autoscaler[], deployment: string, rollout: string) {
  const of = (target: Target, name: string) =>
    autoscalersOf({ autoscalers }, target, name).map(({ metadata }) => ({ name: metadata.name, target }))
  return [...of('Deployment', deployment), ...of('Rollout', rollout)]
}

const said = ({ status, reason = '', message = '' }: { status?: string; reason?: string; message?: string }) => ({
  status: status ?? 'Unknown',
  reason,
  message,
})
