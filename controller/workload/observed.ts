/**
 * Says on a Deployment, in a condition, which generation of it its Rollout knows and how that one fares, once that generation stands on the
 * Rollout (users 4-L1). A sync of Argo CD asks each object only until it is healthy for the first time: the Rollout it may have asked before the
 * template changed, the Deployment it asks after. The status is all that is written.
 */
import type { Rollout } from '../../core/api/types.ts'
import { ROLLOUT_OBSERVED, WORKLOAD_GENERATION } from '../../core/keys.ts'
import { formatTime } from '../../core/kube/time.ts'
import { type Caches, namespaceOf, workloadKey } from '../cache/caches.ts'
import type { WorkloadMeta } from '../cache/project.ts'
import type { Client } from '../client/client.ts'
import { isCode } from '../client/error.ts'
import { pathOf, resources } from '../client/path.ts'
import type { Clock } from '../clock.ts'
import { done, type Outcome, retry } from '../queue/outcome.ts'
import { deploymentKind, type RawWorkload } from './kinds.ts'
import type { WorkloadResolver } from './resolver.ts'
import type { WorkloadWatches } from './watches.ts'

export interface ObservedOptions {
  readonly client: Client
  readonly clock: Clock
  readonly caches: Pick<Caches, 'rollouts'>
  readonly resolver: WorkloadResolver
  readonly watches: Pick<WorkloadWatches, 'byName'>
  readonly mayWrite: () => void
}

/** `key` is `namespace/name` of a Deployment. Nothing is sent when the condition is right already. */
export async function sayObserved(key: string, options: ObservedOptions): Promise<Outcome> {
  const { resolver, watches } = options
  const seen = watches.byName('deployments')?.store.get(key)
  if (!seen) return done
  try {
    await resolver.clearDoubt(deploymentKind, key, referenceTo(key))
    const rollouts = referring(key, options)
    const condition = rollouts.length > 0 ? newsFrom(rollouts, key, seen, options) : await removal(key, seen, options)
    if (condition) await write(key, seen.uid, condition, options)
    return done
  } catch (error) {
    resolver.doubt(referenceTo(key))
    // A conflict too: no event has to follow it.
    return retry(error)
  }
}

/** `shop/web` for the workload key of a Deployment; undefined for any other kind, which Argo CD does not ask about. */
export function deploymentOf(workload: string): string | undefined {
  const prefix = `${resources.deployments.apiVersion}/${resources.deployments.kind}/`
  return workload.startsWith(prefix) ? workload.slice(prefix.length) : undefined
}

/** The other way round. */
export function referenceTo(key: string): string {
  const { namespace, name } = locate(key)
  return workloadKey(resources.deployments, namespace, name)
}

/** A Rollout that is being deleted is on its way to referring to nothing. */
function referring(key: string, { caches }: ObservedOptions): readonly Rollout[] {
  return caches.rollouts
    .by('workload', referenceTo(key))
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
}

/** Once all that refer to it know this generation; who is named does not matter then. Nothing before it was read: it may be said already. */
function newsFrom(
  rollouts: readonly Rollout[],
  key: string,
  { uid, generation }: WorkloadMeta,
  { clock, resolver }: ObservedOptions,
): object | undefined {
  const known = resolver.known(referenceTo(key))
  if (known?.workload.uid !== uid) return undefined
  if (rollouts.some(({ metadata }) => metadata.annotations?.[WORKLOAD_GENERATION] !== String(generation)))
    return undefined
  const { observed } = known
  const saying = `generation ${generation} is known to rollout `
  const standing = standingOf(rollouts, generation)
  if (observed?.message?.startsWith(saying) && observed.reason === standing.reason) return undefined
  const now = formatTime(clock.now())
  return {
    ...standing,
    message: saying + rollouts[0]!.metadata.name,
    lastUpdateTime: now,
    ...(observed?.status === standing.status ? {} : { lastTransitionTime: now }),
  }
}

/** True once it is out and healthy everywhere; until then the worst of what the Rollouts say. */
function standingOf(rollouts: readonly Rollout[], generation: number) {
  const phases = rollouts.map(({ status }) =>
    status?.workloadObservedGeneration === String(generation) ? status.phase : 'Progressing',
  )
  const worst = ['Degraded', 'Progressing', 'Paused'].find(phase => phases.some(each => each === phase))
  return worst
    ? ({ status: 'False', reason: `Rollout${worst}` } as const)
    : ({ status: 'True', reason: 'RolloutHealthy' } as const)
}

/** Asks the API server: the Rollout may belong to another instance, or be newer than our view. */
async function removal(
  key: string,
  { isObserved }: WorkloadMeta,
  options: ObservedOptions,
): Promise<object | undefined> {
  if (!isObserved) return undefined
  const { client } = options
  const at = locate(key)
  const { status } = await client.request<RawWorkload>({ method: 'GET', path: pathOf(resources.deployments, at) })
  const condition = status?.conditions?.find(({ type }) => type === ROLLOUT_OBSERVED)
  if (!condition) return undefined
  const name = condition.message?.split(' ').at(-1) ?? ''
  return (await isReferring(client, { ...at, name }, key)) ? undefined : { $patch: 'delete' }
}

async function isReferring(
  client: Client,
  rollout: { readonly namespace: string; readonly name: string },
  key: string,
): Promise<boolean> {
  try {
    const { metadata, spec } = await client.request<Rollout>({
      method: 'GET',
      path: pathOf(resources.rollouts, rollout),
    })
    return metadata.deletionTimestamp === undefined && `${rollout.namespace}/${spec.workloadRef?.name}` === key
  } catch (error) {
    if (isCode(error, 404)) return false
    throw error
  }
}

async function write(key: string, uid: string, condition: object, options: ObservedOptions): Promise<void> {
  const { client, mayWrite, resolver } = options
  mayWrite()
  const written = await client.request<RawWorkload>({
    method: 'PATCH',
    path: pathOf(resources.deployments, { ...locate(key), subresource: 'status' }, { fieldManager: 'slipway' }),
    contentType: 'application/strategic-merge-patch+json',
    body: { metadata: { uid }, status: { conditions: [{ type: ROLLOUT_OBSERVED, ...condition }] } },
  })
  if (resolver.known(referenceTo(key))) resolver.learn(deploymentKind, referenceTo(key), written)
}

function locate(key: string): { readonly namespace: string; readonly name: string } {
  return { namespace: namespaceOf(key), name: key.slice(key.indexOf('/') + 1) }
}
