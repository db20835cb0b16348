/** The world that the controller would see the moment the Rollout is created; a very large fleet stands smaller in it. */

import { formatTime, type Instant } from '../../../core/kube/time.ts'
import { servicesOf } from '../../../core/services/cleanup.ts'
import type { AutoscalerView, ServiceView, Workload, World } from '../../../core/world.ts'
import type { Surroundings } from '../cluster/gather.ts'
import type { Deployment, Rollout, Service } from '../cluster/objects.ts'
import { autoscalersOf } from '../cluster/targets.ts'
import type { Manifest } from '../rollout/manifest.ts'

/** Pods that are simulated: more would be thousands of instants, which nobody reads, and behave alike. */
export const MOST_PODS = 100

const most = (pods: number) => Math.min(pods, MOST_PODS)

export function worldAtCreation(surroundings: Surroundings, manifest: Manifest, now: Instant): World {
  const rollout = stored(manifest, now)
  const names = servicesOf(rollout)
  const services = surroundings.services.filter(({ metadata }) => names.includes(metadata.name))
  return {
    rollout,
    workload: workloadOf(surroundings.deployment),
    replicaSets: [],
    autoscalers: autoscalersAtCreation(surroundings),
    services: Object.fromEntries(services.map(service => [service.metadata.name, serviceView(service)])),
    observations: [],
  }
}

function stored(manifest: Manifest, now: Instant): Rollout {
  const given = { uid: 'planned', resourceVersion: '1', generation: 1, creationTimestamp: formatTime(now) }
  const { replicas, ...spec } = manifest.spec
  const sized = { ...spec, ...(replicas === undefined ? {} : { replicas: most(replicas) }) }
  return { ...manifest, spec: sized, metadata: { ...manifest.metadata, ...given } }
}

function workloadOf({ metadata, spec, status = {} }: Deployment): Workload {
  return {
    state: 'resolved',
    uid: metadata.uid,
    template: spec.template,
    selector: spec.selector,
    generation: metadata.generation,
    replicas: most(spec.replicas),
    counts: {
      replicas: most(status.replicas ?? 0),
      availableReplicas: most(status.availableReplicas ?? 0),
      observedGeneration: status.observedGeneration ?? 0,
    },
  }
}

function autoscalersAtCreation(surroundings: Surroundings): readonly AutoscalerView[] {
  return autoscalersOf(surroundings, 'Deployment', surroundings.deployment.metadata.name).map(
    ({ metadata, status }) => ({
      name: metadata.name,
      target: 'workload',
      isAble: status?.conditions?.some(({ type, status: is }) => type === 'AbleToScale' && is === 'True') === true,
      ...(status?.desiredReplicas === undefined ? {} : { desiredReplicas: most(status.desiredReplicas) }),
    }),
  )
}

function serviceView({ metadata, spec }: Service): ServiceView {
  const { name, uid, resourceVersion, creationTimestamp, annotations = {} } = metadata
  return { name, uid, resourceVersion, creationTimestamp, annotations, selector: spec.selector ?? {} }
}
