/** Desired against live: which objects an application manages, and which of them differ. */
import type { KubeObject } from '../../api.ts'
import type { Cluster } from '../cluster.ts'
import {
  type Identity,
  identityOf,
  identityText,
  isRoot,
  isTrackedBy,
  lastAppliedAnnotation,
  trackingAnnotation,
} from '../identity.ts'
import { type JsonMap, threeWay } from '../merge.ts'

export interface Managed {
  readonly identity: Identity
  readonly desired?: KubeObject
  readonly live?: KubeObject
  readonly status: 'Synced' | 'OutOfSync' | 'Unknown'
  readonly requiresPruning?: true
}

/** A merge patch that brings the live object to the desired one, as client-side apply would; undefined when nothing differs. */
export function renderApply(desired: KubeObject, live: KubeObject): JsonMap | undefined {
  const last = live.metadata.annotations?.[lastAppliedAnnotation]
  const patch = threeWay(last ? JSON.parse(last) : {}, desired as JsonMap, live as JsonMap)
  return Object.keys(patch).length === 0 ? undefined : patch
}

export function compareWithGit(application: string, desired: readonly KubeObject[], cluster: Cluster): Managed[] {
  const wanted = new Set(desired.map(object => identityText(identityOf(object))))
  const extra = cluster
    .objects()
    .filter(
      object => isTrackedBy(application, object) && isRoot(object) && !wanted.has(identityText(identityOf(object))),
    )
  return [...desired.map(object => compare(object, cluster)), ...extra.map(surplus)].sort(byIdentity)
}

function compare(desired: KubeObject, cluster: Cluster): Managed {
  const identity = identityOf(desired)
  const live = cluster.find(identity)
  if (!live) return { identity, desired, status: 'OutOfSync' }
  return { identity, desired, live, status: renderApply(desired, live) ? 'OutOfSync' : 'Synced' }
}

const surplus = (live: KubeObject): Managed => ({
  identity: identityOf(live),
  live,
  status: 'OutOfSync',
  requiresPruning: true,
})

const shown = [
  'Rollout',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Service',
  'Ingress',
  'Experiment',
  'AnalysisRun',
  'Pod',
]

/** What was applied by hand: roots of the kinds that people deploy, and not the API server's own Service. */
export function gatherUntracked(namespace: string, cluster: Cluster): Managed[] {
  return cluster
    .objects()
    .filter(object => object.metadata.namespace === namespace && isRoot(object) && shown.includes(object.kind))
    .filter(({ metadata }) => !metadata.annotations?.[trackingAnnotation] && metadata.name !== 'kubernetes')
    .map(live => ({ identity: identityOf(live), live, status: 'Unknown' as const }))
    .sort(byIdentity)
}

function byIdentity(a: Managed, b: Managed): number {
  return identityText(a.identity) < identityText(b.identity) ? -1 : 1
}
