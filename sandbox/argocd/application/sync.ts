/** One sync operation: applies what differs, in the order of kinds, then prunes what the repository no longer has. */
import type { KubeObject } from '../../api.ts'
import { ApiError } from '../../api.ts'
import type { Cluster } from '../cluster.ts'
import { type Identity, identityOf, lastAppliedAnnotation, versionOf } from '../identity.ts'
import { type Managed, renderApply } from './compare.ts'

export interface ResourceResult extends Identity {
  readonly version: string
  readonly status: 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped'
  readonly message: string
}

const order = [
  'Namespace',
  'CustomResourceDefinition',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'PersistentVolumeClaim',
  'Service',
]
const rank = ({ kind }: Identity) => (order.includes(kind) ? order.indexOf(kind) : order.length)

export async function applySync(
  managed: readonly Managed[],
  prune: boolean,
  cluster: Cluster,
): Promise<ResourceResult[]> {
  const results: ResourceResult[] = []
  for (const item of managed.toSorted((a, b) => rank(a.identity) - rank(b.identity)))
    results.push(await attempt(item, prune, cluster))
  await cluster.fresh()
  return results
}

async function attempt(item: Managed, prune: boolean, cluster: Cluster): Promise<ResourceResult> {
  try {
    if (!item.desired) return await removeSurplus(item, prune, cluster)
    return { ...addressOf(item), status: 'Synced', message: await applyOne(item.desired, cluster) }
  } catch (error) {
    return { ...addressOf(item), status: 'SyncFailed', message: (error as Error).message }
  }
}

const addressOf = ({ identity, desired, live }: Managed) => ({ ...identity, version: versionOf((desired ?? live)!) })

const nameOf = ({ group, kind, name }: Identity) => `${[kind.toLowerCase(), group].filter(Boolean).join('.')}/${name}`

/** Reads the object first: what the cache shows may be a moment old, and the last-applied note has to match. */
async function applyOne(desired: KubeObject, cluster: Cluster): Promise<string> {
  const identity = identityOf(desired)
  const noted = withNote(desired)
  const live = await cluster.read(identity).catch(absent)
  if (!live) {
    await cluster.create(noted)
    return `${nameOf(identity)} created`
  }
  if (!renderApply(desired, live)) return `${nameOf(identity)} unchanged`
  await cluster.patch(identity, renderApply(noted, live)!, 'argocd-controller')
  return `${nameOf(identity)} configured`
}

function absent(error: unknown): undefined {
  if (error instanceof ApiError && error.code === 404) return undefined
  throw error
}

function withNote(desired: KubeObject): KubeObject {
  const annotations = { ...desired.metadata.annotations, [lastAppliedAnnotation]: `${JSON.stringify(desired)}\n` }
  return { ...desired, metadata: { ...desired.metadata, annotations } }
}

async function removeSurplus(item: Managed, prune: boolean, cluster: Cluster): Promise<ResourceResult> {
  if (!prune) return { ...addressOf(item), status: 'PruneSkipped', message: 'ignored (requires pruning)' }
  await cluster.remove(item.live!)
  return { ...addressOf(item), status: 'Pruned', message: 'pruned' }
}
