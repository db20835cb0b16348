/** The resource tree of an application: its managed objects and all that they own, in the shape of Argo CD's API. */
import type { KubeObject } from '../api.ts'
import type { Customizations } from './customizations.ts'
import { healthOf } from './health/health.ts'
import { groupOf, versionOf } from './identity.ts'
import type { JsonMap } from './merge.ts'

/** Roots and their descendants, parents first. */
export function gatherTree(roots: readonly KubeObject[], all: readonly KubeObject[]): KubeObject[] {
  const children = new Map<string, KubeObject[]>()
  for (const object of all)
    for (const { uid } of object.metadata.ownerReferences ?? [])
      children.set(uid, [...(children.get(uid) ?? []), object])
  const found = new Map<string, KubeObject>()
  const add = (object: KubeObject) => {
    if (found.has(object.metadata.uid)) return
    found.set(object.metadata.uid, object)
    for (const child of children.get(object.metadata.uid) ?? []) add(child)
  }
  for (const root of roots) add(root)
  return [...found.values()]
}

export function renderTree(
  objects: readonly KubeObject[],
  nodes: readonly KubeObject[],
  customizations: Customizations,
  now: number,
): JsonMap {
  const sorted = objects.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
  const used = new Set(objects.map(({ spec }) => spec?.nodeName))
  return {
    nodes: sorted.map(object => renderNode(object, customizations, now)),
    hosts: nodes.filter(({ metadata }) => used.has(metadata.name)).map(renderHost),
  }
}

const sortKey = (object: KubeObject) => `${groupOf(object)}/${object.kind}/${object.metadata.name}`

function renderNode(object: KubeObject, customizations: Customizations, now: number): JsonMap {
  const { metadata, kind } = object
  const health = healthOf(object, customizations, now)
  const parents = (metadata.ownerReferences ?? []).map((owner: KubeObject & { name: string; uid: string }) =>
    withGroup(groupOf(owner), {
      version: versionOf(owner),
      kind: owner.kind,
      namespace: metadata.namespace,
      name: owner.name,
      uid: owner.uid,
    }),
  )
  const info = infoOf(object)
  return withGroup(groupOf(object), {
    version: versionOf(object),
    kind,
    ...(metadata.namespace && { namespace: metadata.namespace }),
    name: metadata.name,
    uid: metadata.uid,
    ...(parents.length && { parentRefs: parents }),
    ...(info.length && { info }),
    ...networkingOf(object),
    resourceVersion: metadata.resourceVersion,
    ...(kind === 'Pod' && { images: imagesOf(object) }),
    ...(health && { health: { ...health } }),
    createdAt: metadata.creationTimestamp,
  })
}

/** The core group is absent rather than empty. */
const withGroup = (group: string, rest: JsonMap): JsonMap => (group ? { group, ...rest } : rest)

export const imagesOf = ({ spec }: KubeObject): string[] =>
  [...(spec.initContainers ?? []), ...spec.containers].map(({ image }: { image: string }) => image)

const revisions = ['rollout.argoproj.io/revision', 'deployment.kubernetes.io/revision']

function infoOf(object: KubeObject): JsonMap[] {
  if (object.kind === 'Pod') return podInfo(object)
  const revision = revisions.map(key => object.metadata.annotations?.[key]).find(Boolean)
  return revision ? [{ name: 'Revision', value: `Rev:${revision}` }] : []
}

interface ContainerStatus {
  readonly ready: boolean
  readonly restartCount: number
  readonly state?: { readonly waiting?: { readonly reason?: string } }
}

function podInfo({ spec, status = {}, metadata }: KubeObject): JsonMap[] {
  const containers: ContainerStatus[] = status.containerStatuses ?? []
  const waiting = containers.map(({ state }) => state?.waiting?.reason).find(Boolean)
  const reason = metadata.deletionTimestamp ? 'Terminating' : (waiting ?? status.reason ?? status.phase ?? 'Pending')
  const restarts = containers.reduce((sum, { restartCount }) => sum + restartCount, 0)
  return [
    { name: 'Status Reason', value: reason },
    ...(spec.nodeName ? [{ name: 'Node', value: spec.nodeName }] : []),
    { name: 'Containers', value: `${containers.filter(({ ready }) => ready).length}/${spec.containers.length}` },
    ...(restarts ? [{ name: 'Restart Count', value: String(restarts) }] : []),
  ]
}

function networkingOf({ kind, metadata, spec }: KubeObject): JsonMap {
  if (kind === 'Pod') return { networkingInfo: { labels: metadata.labels ?? {} } }
  if (kind === 'Service' && spec.selector) return { networkingInfo: { targetLabels: spec.selector } }
  return {}
}

function renderHost({ metadata, status = {} }: KubeObject): JsonMap {
  return { name: metadata.name, resourcesInfo: [], systemInfo: status.nodeInfo ?? {} }
}
