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
import { isHook } from './hook.ts'
import { type IgnoreRule, ignoredIn, withoutIgnored } from './ignore.ts'
import { isServerSide, type SyncOptions } from './options.ts'

export interface Managed {
  readonly identity: Identity
  readonly desired?: KubeObject
  readonly live?: KubeObject
  readonly status: 'Synced' | 'OutOfSync' | 'Unknown'
  readonly requiresPruning?: true
}

/** A merge patch that brings the live object to the desired one, as client-side apply would; undefined when nothing differs. */
export function renderApply(desired: KubeObject, live: KubeObject): JsonMap | undefined {
  const patch = threeWay(lastApplied(live), desired as JsonMap, live as JsonMap)
  return Object.keys(patch).length === 0 ? undefined : patch
}

/** How an application looks at what differs. */
export interface Policy {
  readonly options: SyncOptions
  readonly rules: readonly IgnoreRule[]
}

/** Hooks are no part of the verdict. */
export function compareWithGit(
  application: string,
  desired: readonly KubeObject[],
  policy: Policy,
  cluster: Cluster,
): Managed[] {
  const wanted = new Set(desired.map(object => identityText(identityOf(object))))
  const isSurplus = (object: KubeObject) =>
    isTrackedBy(application, object) &&
    isRoot(object) &&
    !isHook(object) &&
    !wanted.has(identityText(identityOf(object)))
  const found = desired.filter(object => !isHook(object)).map(object => compare(object, policy, cluster))
  return [...found, ...cluster.objects().filter(isSurplus).map(surplus)].sort(byIdentity)
}

function compare(desired: KubeObject, policy: Policy, cluster: Cluster): Managed {
  const identity = identityOf(desired)
  const live = cluster.find(identity)
  if (!live) return { identity, desired, status: 'OutOfSync' }
  return { identity, desired, live, status: isDifferent(desired, live, policy) ? 'OutOfSync' : 'Synced' }
}

/** Server-side apply leaves no note of what was applied before: then a field that only the cluster has is no difference. */
function isDifferent(desired: KubeObject, live: KubeObject, { options, rules }: Policy): boolean {
  const paths = ignoredIn(rules, identityOf(desired))
  const [wanted, present] = [withoutIgnored(desired, paths), withoutIgnored(live, paths)]
  const applied = isServerSide(desired, options) ? {} : withoutIgnored(lastApplied(live), paths)
  return Object.keys(threeWay(applied, wanted as JsonMap, present as JsonMap)).length > 0
}

function lastApplied({ metadata }: KubeObject): JsonMap {
  const note = metadata.annotations?.[lastAppliedAnnotation]
  return note ? JSON.parse(note) : {}
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
