/** Everything in the cluster that a migration of one Deployment touches or may be hurt by. Only reads. */
import type { Client } from '../../../controller/client/client.ts'
import { isCode } from '../../../controller/client/error.ts'
import { kinds } from './kinds.ts'
import type {
  Application,
  Autoscaler,
  Budget,
  Deployment,
  ReplicaSet,
  Rollout,
  ScaledObject,
  Service,
  VerticalAutoscaler,
} from './objects.ts'
import { Reader, type Unseen } from './reader.ts'

export interface Surroundings {
  readonly namespace: string
  readonly deployment: Deployment
  /** Those of the namespace, the Deployment itself among them; so with all that follows but Applications, which live anywhere. */
  readonly deployments: readonly Deployment[]
  readonly replicaSets: readonly ReplicaSet[]
  readonly rollouts: readonly Rollout[]
  readonly services: readonly Service[]
  readonly autoscalers: readonly Autoscaler[]
  readonly budgets: readonly Budget[]
  readonly scaledObjects: readonly ScaledObject[]
  readonly verticalAutoscalers: readonly VerticalAutoscaler[]
  readonly applications: readonly Application[]
  /** Kinds of which nothing is known. */
  readonly unseen: readonly Unseen[]
}

/** Throws when there is no such Deployment, or when it cannot be read. */
export async function gatherSurroundings(client: Client, namespace: string, name: string): Promise<Surroundings> {
  const reader = new Reader(client)
  const deployment = await reader.get<Deployment>(kinds.deployments, namespace, name).catch(error => {
    if (!isCode(error, 404)) throw error
    throw new Error(`deployment "${name}" not found in namespace "${namespace}"; name another namespace with -n`)
  })
  return {
    namespace,
    deployment,
    deployments: await reader.list<Deployment>(kinds.deployments, namespace),
    replicaSets: await reader.list<ReplicaSet>(kinds.replicaSets, namespace),
    rollouts: await reader.list<Rollout>(kinds.rollouts, namespace),
    services: await reader.list<Service>(kinds.services, namespace),
    autoscalers: await reader.list<Autoscaler>(kinds.autoscalers, namespace),
    budgets: await reader.list<Budget>(kinds.budgets, namespace),
    scaledObjects: await reader.list<ScaledObject>(kinds.scaledObjects, namespace),
    verticalAutoscalers: await reader.list<VerticalAutoscaler>(kinds.verticalAutoscalers, namespace),
    applications: await reader.list<Application>(kinds.applications),
    unseen: reader.unseen,
  }
}
