/** Everything that the controller watches all the time, and the questions asked of it. */
import type { Rollout } from '../../core/api/types.ts'
import { HASH } from '../../core/keys.ts'
import { servicesOf } from '../../core/services/cleanup.ts'
import type { ReplicaSetView, ServiceView } from '../../core/world.ts'
import type { Client } from '../client/client.ts'
import { type Resource, type ResourceName, resources } from '../client/path.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Watched } from './audit.ts'
import { projectReplicaSet, projectRollout, projectService } from './project.ts'
import { Reflector } from './reflector.ts'
import { replicaSet } from './replicaset.ts'
import { Store } from './store.ts'
import { SharedTemplates } from './templates.ts'

export interface CacheOptions {
  readonly client: Client
  readonly clock: Clock
  readonly log: Log
  /** Absent: all namespaces. */
  readonly namespace?: string | undefined
  /** `--instance-id`; empty selects the Rollouts without the label. */
  readonly instanceId: string
}

const instanceLabel = 'argo-rollouts.argoproj.io/controller-instance-id'

export type Caches = ReturnType<typeof createCaches>

export function createCaches({ instanceId, ...common }: CacheOptions) {
  const templates = new SharedTemplates()
  const rollouts = new Store<Rollout, 'uid' | 'service' | 'workload'>({
    uid: rollout => [rollout.metadata.uid],
    service: rollout => servicesOf(rollout).map(name => `${rollout.metadata.namespace}/${name}`),
    workload: rollout => workloadKeys(rollout),
  })
  const replicaSets = new Store<ReplicaSetView, 'owner' | 'orphan'>({
    owner: set => (set.ownerUid === undefined ? [] : [set.ownerUid]),
    orphan: (set, key) => (set.ownerUid === undefined ? [namespaceOf(key)] : []),
  })
  const services = new Store<ServiceView>({})
  const reflectors = {
    rollouts: new Reflector({
      ...common,
      resource: resources.rollouts,
      labelSelector: instanceId ? `${instanceLabel}=${instanceId}` : `!${instanceLabel}`,
      store: rollouts,
      project: (object, before) => projectRollout(object, before, templates),
    }),
    replicasets: new Reflector({
      ...common,
      resource: resources.replicasets,
      labelSelector: HASH,
      store: replicaSets,
      protobuf: replicaSet,
      project: projectReplicaSet,
    }),
    services: new Reflector({ ...common, resource: resources.services, store: services, project: projectService }),
  }
  return { rollouts, replicaSets, services, reflectors }
}

/** The caches as an audit sees them. */
export function watchedBy({ rollouts, replicaSets, services, reflectors }: Caches): readonly Watched[] {
  return [
    watched(resources.rollouts, rollouts, reflectors.rollouts, rollout => rollout.metadata.resourceVersion),
    watched(resources.replicasets, replicaSets, reflectors.replicasets, set => set.resourceVersion),
    watched(resources.services, services, reflectors.services, service => service.resourceVersion),
  ]
}

function watched<T>(
  resource: Resource,
  store: Pick<Store<T>, 'get' | 'keys'>,
  reflector: Reflector<T>,
  versionOf: (object: T) => string,
): Watched {
  const version = (key: string) => {
    const object = store.get(key)
    return object && versionOf(object)
  }
  return { resource, keys: () => store.keys(), version, reread: () => reflector.restart() }
}

/** `apps/v1/Deployment/shop/web`: upstream's index compares the text of the reference, and so does this one. */
export function workloadKey(
  ref: { readonly apiVersion: string; readonly kind: string },
  namespace: string,
  name: string,
): string {
  return `${ref.apiVersion}/${ref.kind}/${namespace}/${name}`
}

/** The workload that a Rollout refers to, if any. */
export function workloadKeys({ metadata, spec }: Rollout): readonly string[] {
  const ref = spec.workloadRef
  return ref?.name
    ? [workloadKey({ apiVersion: ref.apiVersion ?? '', kind: ref.kind ?? '' }, metadata.namespace, ref.name)]
    : []
}

/** Whether the cache no longer shows an object. Of what is watched, only ReplicaSets are ever deleted by us. */
export function isGone(resource: ResourceName, key: string, uid: string, { replicaSets }: Caches): boolean {
  const left = resource === 'replicasets' ? replicaSets.get(key) : undefined
  return left?.uid !== uid || left.deletionTimestamp !== undefined
}

export function keyOf({
  metadata,
}: {
  readonly metadata: { readonly namespace: string; readonly name: string }
}): string {
  return `${metadata.namespace}/${metadata.name}`
}

export function namespaceOf(key: string): string {
  return key.slice(0, key.indexOf('/'))
}
