/** Brings one object to the cluster, or takes it away, in the words of Argo CD's results. */
import { ApiError, type KubeObject } from '../../api.ts'
import type { Cluster } from '../cluster.ts'
import { type Identity, identityOf, lastAppliedAnnotation } from '../identity.ts'
import { type Policy, renderApply } from './compare.ts'
import { respectIgnored } from './ignore.ts'
import { hasOption, isReplaced, isServerSide } from './options.ts'

export type ResultStatus = 'Synced' | 'SyncFailed' | 'Pruned' | 'PruneSkipped'

export interface Outcome {
  readonly status: ResultStatus
  readonly message: string
}

/** What the API server refuses is an outcome too. */
export async function attempt(step: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await step()
  } catch (error) {
    return { status: 'SyncFailed', message: (error as Error).message }
  }
}

const nameOf = ({ group, kind, name }: Identity) => `${[kind.toLowerCase(), group].filter(Boolean).join('.')}/${name}`

/** Reads the object first: what the cache shows may be a moment old, and the last-applied note has to match. */
export async function applyObject(desired: KubeObject, policy: Policy, cluster: Cluster): Promise<Outcome> {
  const identity = identityOf(desired)
  const live = await cluster.read(identity).catch(absent)
  const { options, rules } = policy
  const wanted = live && options.respectIgnoreDifferences ? respectIgnored(desired, live, rules) : desired
  const how = await write(wanted, live, policy, cluster)
  return { status: 'Synced', message: `${nameOf(identity)} ${how}` }
}

async function write(
  desired: KubeObject,
  live: KubeObject | undefined,
  { options }: Policy,
  cluster: Cluster,
): Promise<string> {
  if (live && isReplaced(desired, options)) {
    await cluster.replace(desired, live.metadata.resourceVersion)
    return 'replaced'
  }
  if (isServerSide(desired, options)) {
    await cluster.apply(desired)
    return 'serverside-applied'
  }
  const noted = withNote(desired)
  if (!live) {
    await cluster.create(noted)
    return 'created'
  }
  if (!renderApply(desired, live)) return 'unchanged'
  await cluster.patch(identityOf(desired), renderApply(noted, live)!, 'argocd-controller')
  return 'configured'
}

export function absent(error: unknown): undefined {
  if (error instanceof ApiError && error.code === 404) return undefined
  throw error
}

function withNote(desired: KubeObject): KubeObject {
  const annotations = { ...desired.metadata.annotations, [lastAppliedAnnotation]: `${JSON.stringify(desired)}\n` }
  return { ...desired, metadata: { ...desired.metadata, annotations } }
}

export async function pruneObject(
  live: KubeObject,
  isPruning: boolean,
  { options }: Policy,
  cluster: Cluster,
): Promise<Outcome> {
  if (!isPruning) return { status: 'PruneSkipped', message: 'ignored (requires pruning)' }
  if (hasOption(live, 'Prune=false')) return { status: 'PruneSkipped', message: 'ignored (no prune)' }
  if (!live.metadata.deletionTimestamp) await cluster.remove(live, options.propagation)
  return { status: 'Pruned', message: 'pruned' }
}
