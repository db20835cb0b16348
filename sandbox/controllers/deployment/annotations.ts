/** What a Deployment writes on its ReplicaSets: its own annotations, the revision, and the sizes that proportional scaling starts from. */
import type { KubeObject } from '../../api.ts'
import { maxSurge, replicasOf } from './budget.ts'

const PREFIX = 'deployment.kubernetes.io'
export const REVISION = `${PREFIX}/revision`
const HISTORY = `${PREFIX}/revision-history`
const DESIRED = `${PREFIX}/desired-replicas`
const MAX = `${PREFIX}/max-replicas`
const NOT_COPIED = new Set([REVISION, HISTORY, DESIRED, MAX, 'kubectl.kubernetes.io/last-applied-configuration'])

type Annotations = { readonly [key: string]: string }

export const annotationsOf = (object: KubeObject): Annotations => object.metadata.annotations ?? {}
export const revisionOf = (object: KubeObject): number => Number(annotationsOf(object)[REVISION] ?? 0)

const numberAt = (set: KubeObject, key: string): number | undefined => {
  const text = annotationsOf(set)[key]
  return text === undefined ? undefined : Number(text)
}
export const desiredReplicas = (set: KubeObject): number | undefined => numberAt(set, DESIRED)
export const maxReplicas = (set: KubeObject): number | undefined => numberAt(set, MAX)

export const sizeAnnotations = (deployment: KubeObject): Annotations => ({
  [DESIRED]: String(replicasOf(deployment)),
  [MAX]: String(replicasOf(deployment) + maxSurge(deployment)),
})

/** The annotations of the newest ReplicaSet. A revision only grows; the one that it replaces goes into the history. */
export function newestAnnotations(deployment: KubeObject, set: KubeObject | undefined, revision: number): Annotations {
  const own = set ? annotationsOf(set) : {}
  const copied = Object.entries(annotationsOf(deployment)).filter(([key]) => !NOT_COPIED.has(key))
  const before = Number(own[REVISION] ?? 0)
  const history = before > 0 && before < revision ? { [HISTORY]: [own[HISTORY], before].filter(Boolean).join(',') } : {}
  return {
    ...own,
    ...Object.fromEntries(copied),
    ...history,
    [REVISION]: String(Math.max(before, revision)),
    ...(set ? {} : sizeAnnotations(deployment)),
  }
}
