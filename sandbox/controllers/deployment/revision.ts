/** Which ReplicaSet has the Deployment's template, which ones are older, and the making of a new one. */

import { semanticallyEqual } from '../../../core/kube/equality.ts'
import { ApiError, type KubeObject } from '../../api.ts'
import { kinds } from '../loop/resource.ts'
import type { View } from '../loop/view.ts'
import { controllerReference, isDeleting } from '../owner.ts'
import { annotationsOf, newestAnnotations, REVISION, revisionOf } from './annotations.ts'
import { byAge, isRolling, isScaledUp, maxSurge, replicasOf, totalReplicas } from './budget.ts'
import { templateHash } from './hash.ts'
import { noteProgress } from './progress.ts'

const HASH_LABEL = 'pod-template-hash'

/** A Deployment with its ReplicaSets: the one of its template when there is one, and the older ones, oldest first. */
export interface Revisions {
  readonly deployment: KubeObject
  readonly newest?: KubeObject
  readonly old: readonly KubeObject[]
}

export const allOf = ({ newest, old }: Revisions): KubeObject[] => (newest ? [...old, newest] : [...old])

export function revisionsOf(deployment: KubeObject, sets: readonly KubeObject[]): Revisions {
  const sorted = [...sets].sort(byAge)
  const newest = sorted.find(set =>
    semanticallyEqual(withoutHash(set.spec.template), withoutHash(deployment.spec.template)),
  )
  const old = sorted.filter(set => set !== newest)
  return newest ? { deployment, newest, old } : { deployment, old }
}

function withoutHash({ metadata, ...template }: KubeObject): object {
  const { [HASH_LABEL]: _, ...labels } = metadata?.labels ?? {}
  return { ...template, metadata: { ...metadata, creationTimestamp: undefined, labels } }
}

/** Makes the newest ReplicaSet carry the highest revision; creates it when it is missing and that is asked for. */
export async function withRevision(view: View, revisions: Revisions, create: boolean): Promise<Revisions> {
  const { deployment, newest, old } = revisions
  const revision = Math.max(0, ...old.map(revisionOf)) + 1
  if (!newest && !create) return revisions
  const set = newest ? await renew(view, deployment, newest, revision) : await make(view, revisions, revision)
  return { deployment: await noteRevision(view, deployment, set, !newest), newest: set, old }
}

function renew(view: View, deployment: KubeObject, set: KubeObject, revision: number): Promise<KubeObject> {
  const annotations = newestAnnotations(deployment, set, revision)
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0
  if (semanticallyEqual(annotations, annotationsOf(set)) && minReadySeconds === (set.spec.minReadySeconds ?? 0))
    return Promise.resolve(set)
  return view.patch(kinds.replicaSets, set, { metadata: { annotations }, spec: { minReadySeconds } })
}

async function make(view: View, { deployment, old }: Revisions, revision: number): Promise<KubeObject> {
  try {
    const made = await view.create(kinds.replicaSets, setOf(deployment, old, revision))
    await tellMade(view, deployment, made)
    return made
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error
    // Another object has the name that the hash gives: the next pass tries with one more in the hash.
    const collisionCount = (deployment.status?.collisionCount ?? 0) + 1
    await view.patch(kinds.deployments, deployment, { status: { collisionCount } }, 'status')
    throw error
  }
}

async function tellMade(view: View, deployment: KubeObject, { metadata, spec }: KubeObject): Promise<void> {
  const message = `Scaled up replica set ${metadata.name} from 0 to ${spec.replicas}`
  if (spec.replicas > 0) await view.tell(deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message })
}

function setOf(deployment: KubeObject, old: readonly KubeObject[], revision: number): KubeObject {
  const { template, selector, minReadySeconds } = deployment.spec
  const hash = templateHash(template, deployment.status?.collisionCount)
  const labels = { ...template.metadata?.labels, [HASH_LABEL]: hash }
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace,
      labels,
      annotations: newestAnnotations(deployment, undefined, revision),
      ownerReferences: [controllerReference(kinds.deployments, deployment)],
    },
    spec: {
      replicas: roomForNewest(deployment, old, 0),
      ...(minReadySeconds ? { minReadySeconds } : {}),
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH_LABEL]: hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  }
}

/** The size that the newest ReplicaSet may have now: all of it, or what maxSurge leaves beside the older ones. */
export function roomForNewest(deployment: KubeObject, old: readonly KubeObject[], size: number): number {
  const wanted = replicasOf(deployment)
  if (!isRolling(deployment)) return wanted
  const room = wanted + maxSurge(deployment) - totalReplicas(old) - size
  return room <= 0 ? size : size + Math.min(room, wanted - size)
}

/** By the status subresource: annotations that change by the main one would give the Deployment a new generation. */
async function noteRevision(
  view: View,
  deployment: KubeObject,
  set: KubeObject,
  created: boolean,
): Promise<KubeObject> {
  const annotations = { [REVISION]: annotationsOf(set)[REVISION]! }
  const isNoted = annotationsOf(deployment)[REVISION] === annotations[REVISION]
  const noted = isNoted
    ? deployment
    : await view.patch(kinds.deployments, deployment, { metadata: { annotations } }, 'status')
  return noteProgress(view, noted, set, created)
}

/** Deletes old ReplicaSets beyond revisionHistoryLimit, oldest revision first, and only those that have nothing left. */
export async function cleanUp(view: View, { deployment, old }: Revisions): Promise<void> {
  const limit: number | undefined = deployment.spec.revisionHistoryLimit
  if (limit === undefined) return
  const alive = old.filter(set => !isDeleting(set)).sort((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b))
  for (const set of alive.slice(0, Math.max(0, alive.length - limit))) {
    const observed = set.status?.observedGeneration >= set.metadata.generation
    if (!isScaledUp(set) && !set.status?.replicas && observed) await view.delete(kinds.replicaSets, set)
  }
}
