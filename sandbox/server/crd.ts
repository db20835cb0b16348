import { isDeepStrictEqual } from 'node:util'
import { formatTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import { kindFromCrd } from '../kinds/index.ts'
import type { Cluster } from './cluster.ts'
import { CLEANUP, CRDS } from './particulars.ts'
import { discard } from './write/discard.ts'

interface Version {
  readonly name: string
  readonly served: boolean
  readonly storage: boolean
}

/** Keeps the served kinds in step with the stored CustomResourceDefinitions: those of now, and each one that comes, changes or goes. */
export function serveCustomResources(cluster: Cluster): void {
  const { store, kinds } = cluster
  store.subscribe(CRDS, change => {
    if (change.type === 'DELETED') kinds.setCustom(change.object.metadata.name, [])
    else if (store.get(CRDS, change.key) === change.object) follow(cluster, change.object)
  })
  for (const crd of store.list(CRDS)) follow(cluster, crd)
}

/** A definition is served at once, in every version that it serves, and says so in its status; one that is deleted takes its objects along. */
function follow(cluster: Cluster, crd: KubeObject): void {
  const { kinds } = cluster
  const versions: Version[] = crd.spec.versions
  kinds.setCustom(
    crd.metadata.name,
    versions.filter(version => version.served).map(version => kindFromCrd(crd, version.name)),
  )
  if (crd.metadata.deletionTimestamp) cleanUp(cluster, crd)
  else establish(cluster, crd, versions)
}

function establish(cluster: Cluster, crd: KubeObject, versions: readonly Version[]): void {
  const established = { ...crd, status: renderStatus(cluster, crd, versions) }
  if (!isDeepStrictEqual(established, crd)) cluster.store.put(CRDS, established)
}

function renderStatus(cluster: Cluster, crd: KubeObject, versions: readonly Version[]): object {
  const { names } = crd.spec
  const storage = versions.find(version => version.storage)?.name
  const storedVersions: string[] = crd.status?.storedVersions ?? []
  const condition = (type: string, reason: string, message: string) =>
    (crd.status?.conditions ?? []).find(
      (one: { type: string; status: string }) => one.type === type && one.status === 'True',
    ) ?? {
      type,
      status: 'True',
      lastTransitionTime: formatTime(cluster.clock.now()),
      reason,
      message,
    }
  return {
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
      condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
    ],
    acceptedNames: {
      ...names,
      listKind: names.listKind ?? `${names.kind}List`,
      singular: names.singular ?? names.kind.toLowerCase(),
    },
    storedVersions: storage && !storedVersions.includes(storage) ? [...storedVersions, storage] : storedVersions,
  }
}

/** Deletes the objects of a definition that goes; the definition goes after the last of them. */
function cleanUp(cluster: Cluster, crd: KubeObject): void {
  const { store } = cluster
  const resource = `${crd.spec.group}/${crd.spec.names.plural}`
  const kind = kindFromCrd(crd, crd.spec.versions[0].name)
  for (const object of store.list(resource))
    discard(cluster, kind, object, { dryRun: false, policy: '', graceSeconds: 0 })
  if (store.list(resource).length === 0) {
    finish(cluster, crd)
    return
  }
  const unsubscribe = store.subscribe(resource, () => {
    if (store.list(resource).length > 0) return
    unsubscribe()
    finish(cluster, store.get(CRDS, `/${crd.metadata.name}`))
  })
}

function finish({ store }: Cluster, crd: KubeObject | undefined): void {
  const finalizers: string[] = crd?.metadata.finalizers ?? []
  if (!crd || !finalizers.includes(CLEANUP)) return
  const left = finalizers.filter(finalizer => finalizer !== CLEANUP)
  if (left.length === 0) store.remove(CRDS, `/${crd.metadata.name}`)
  else store.put(CRDS, { ...crd, metadata: { ...crd.metadata, finalizers: left } })
}
