/**
 * Carries a decision out: its intents in order, then the status, then what people are told. Nothing here decides what should be
 * true; it only knows what has to happen when the API server says no.
 */
import type { Rollout } from '../../core/api/types.ts'
import type { Decision, EventNote } from '../../core/decision.ts'
import type { Intent } from '../../core/intent.ts'
import type { Observation } from '../../core/world.ts'
import { keyOf } from '../cache/caches.ts'
import type { Client, KubeObject } from '../client/client.ts'
import { ApiError, isStale, messageOf } from '../client/error.ts'
import { pathOf, type ResourceName, resources } from '../client/path.ts'
import type { Clock } from '../clock.ts'
import type { Expectations } from '../expectations.ts'
import type { Log } from '../log.ts'
import { mergePatch } from './diff.ts'
import { resourceFor, type Written, write } from './write.ts'

export interface ApplyOptions {
  readonly client: Client
  readonly clock: Clock
  readonly log: Log
  readonly expectations: Expectations
  /** Throws when this process may no longer write: it has lost the lease (users 4-B6). */
  readonly mayWrite: () => void
  readonly tell: (about: Rollout, event: EventNote) => void
  /** Whether the cache no longer shows this object. */
  readonly isGone: (resource: ResourceName, key: string, uid: string) => boolean
}

/** How it went. `stale`: the world was not what the decision believed; read again, never send the same again (design rule 5). */
export type Applied =
  | { readonly went: 'well' }
  | { readonly went: 'stale' }
  | { readonly went: 'wrong'; readonly error: unknown; readonly observation: Observation }

export async function applyDecision(rollout: Rollout, decision: Decision, options: ApplyOptions): Promise<Applied> {
  const { wrotePrimary, applied } = await applyIntents(rollout, decision, options)
  if (applied.went === 'stale') return applied
  // One write of the primary object in a pass (design rule 3): the next pass sees the first and makes the second.
  if (wrotePrimary) return applied
  const stored = await applyStatus(rollout, decision, options)
  if (stored === 'stale') return { went: 'stale' }
  if (applied.went === 'well')
    for (const event of decision.events) if (event.after === undefined) options.tell(rollout, event)
  return applied
}

async function applyIntents(
  rollout: Rollout,
  decision: Decision,
  options: ApplyOptions,
): Promise<{ readonly applied: Applied; readonly wrotePrimary: boolean }> {
  let wrotePrimary = false
  for (const [index, intent] of decision.intents.entries()) {
    try {
      options.mayWrite()
      expect(rollout, intent, await write(options.client, intent), options)
    } catch (error) {
      return { applied: judge(intent, error, options.clock), wrotePrimary }
    }
    options.log.info(`${nameOf(intent)}: ${intent.because}`, { rollout: keyOf(rollout), did: intent.do })
    wrotePrimary ||= isPrimary(intent)
    for (const event of decision.events) if (event.after === index) options.tell(rollout, event)
  }
  return { applied: { went: 'well' }, wrotePrimary }
}

function isPrimary(intent: Intent): boolean {
  return intent.do === 'patch' && intent.target.kind === 'Rollout'
}

function expect(rollout: Rollout, intent: Intent, written: Written, { expectations, isGone }: ApplyOptions): void {
  if (written.wrote === 'nothing' || intent.do === 'measure' || intent.do === 'verify') return
  const target = intent.do === 'create' ? { ...intent.object, ...intent.object.metadata } : intent.target
  const resource = resourceFor(target).plural as ResourceName
  const key = `${target.namespace}/${target.name}`
  if (written.wrote === 'object') expectations.wrote(keyOf(rollout), resource, written.object.metadata.resourceVersion)
  else if (intent.do === 'delete')
    expectations.deleted(keyOf(rollout), resource, () => isGone(resource, key, intent.preconditions.uid))
}

/** A conflict, and an object that went meanwhile, say that the view is old; anything else is a failure that the next decision hears of. */
function judge(intent: Intent, error: unknown, clock: Clock): Applied {
  // A 404 for a creation is about its namespace, which no other view of the Rollout would bring back.
  if (isStale(error) && intent.do !== 'create') return { went: 'stale' }
  const failed = error instanceof ApiError ? error.reason : 'Unreachable'
  const observation = {
    of: 'effect',
    at: clock.now(),
    failed,
    intent: nameOf(intent),
    message: messageOf(error),
  } as const
  return { went: 'wrong', error, observation }
}

/** `ReplicaSet/web-5d8f`: how a decision recognises the effect that failed. */
function nameOf(intent: Intent): string {
  if (intent.do === 'measure' || intent.do === 'verify') return `${intent.do}/${intent.name}`
  return intent.do === 'create'
    ? `${intent.object.kind}/${intent.object.metadata.name}`
    : `${intent.target.kind}/${intent.target.name}`
}

/** Patches what differs from the stored status; nothing differs, nothing is written. Throws what is neither success nor staleness. */
async function applyStatus(rollout: Rollout, { status }: Decision, options: ApplyOptions): Promise<'well' | 'stale'> {
  const patch = status && mergePatch({ ...rollout.status }, { ...status })
  if (!patch) return 'well'
  options.mayWrite()
  const { namespace, name, uid, resourceVersion } = rollout.metadata
  try {
    const stored = await options.client.request<KubeObject>({
      method: 'PATCH',
      path: pathOf(resources.rollouts, { namespace, name, subresource: 'status' }, { fieldManager: 'slipway' }),
      contentType: 'application/merge-patch+json',
      // With the version: a client that resumed or promoted meanwhile must not be overwritten (users 4-B2). The uid alone
      // would not do: the API server ignores it in a patch of the status.
      body: { metadata: { uid, resourceVersion }, status: patch },
    })
    options.expectations.wrote(keyOf(rollout), 'rollouts', stored.metadata.resourceVersion)
    return 'well'
  } catch (error) {
    if (isStale(error)) return 'stale'
    throw error
  }
}
