/**
 * Carries a decision out: its intents in order, then the status, then what people are told. Nothing here decides what should be
 * true; it only knows what has to happen when the API server says no.
 */
import type { Rollout, RolloutStatus } from '../../core/api/types.ts'
import type { Decision, EventNote } from '../../core/decision.ts'
import type { Intent } from '../../core/intent.ts'
import type { Observation } from '../../core/world.ts'
import { keyOf } from '../cache/caches.ts'
import type { Client, KubeObject } from '../client/client.ts'
import { ApiError, busyFor, isRefused, isStale, messageOf } from '../client/error.ts'
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

/**
 * How it went. `stale`: the world was not what the decision believed; read again, never send the same again (design rule 5).
 * `isInDoubt`: the answer to the status was lost, and it may be stored.
 */
export type Applied =
  | { readonly went: 'well' }
  | { readonly went: 'stale'; readonly resource: ResourceName; readonly isInDoubt?: boolean }
  /** The server is busy: come back as it said. No failure of the effect. */
  | { readonly went: 'busy'; readonly until: number }
  | { readonly went: 'wrong'; readonly error: unknown; readonly observation: Observation }
  /** The effects are done; the status was refused, or not answered. */
  | { readonly went: 'unstored'; readonly error: unknown; readonly isInDoubt: boolean }

export async function applyDecision(rollout: Rollout, decision: Decision, options: ApplyOptions): Promise<Applied> {
  const { applied, succeeded, seen, isShort } = await applyIntents(rollout, decision, options)
  const isHalted = applied.went === 'stale' || applied.went === 'busy' || isTaken(applied)
  const unstored = isHalted ? applied : await applyStatus(seen, statusOf(decision, isShort), options)
  // In the order of the decision, which is the order in which people read what happened.
  for (const event of decision.events) {
    const isTrue = event.after === undefined ? !unstored : succeeded.has(event.after)
    if (isTrue) options.tell(rollout, event)
  }
  return unstored ?? applied
}

function statusOf({ status, statusIfKept }: Decision, isShort: boolean): RolloutStatus | undefined {
  return status && isShort ? (statusIfKept ?? status) : status
}

/** What was to be said is of a version under a name that it will not have. */
function isTaken(applied: Applied): boolean {
  return (
    applied.went === 'wrong' && applied.observation.of === 'effect' && applied.observation.failed === 'AlreadyExists'
  )
}

interface Tried {
  readonly applied: Applied
  /** Positions of the intents that are done. */
  readonly succeeded: ReadonlySet<number>
  /** The Rollout at the version of our own write of it, so that the status can follow in the same pass: nobody else has written in between. */
  readonly seen: Rollout
  /** Not every pod has gone that should have, or it is not known. */
  readonly isShort: boolean
}

async function applyIntents(rollout: Rollout, decision: Decision, options: ApplyOptions): Promise<Tried> {
  const succeeded = new Set<number>()
  let seen = rollout
  let isShort = false
  for (const [index, intent] of decision.intents.entries()) {
    try {
      options.mayWrite()
      const written = await write(options.client, intent)
      expect(rollout, intent, written, options)
      if (isPrimary(intent)) seen = atVersionOf(rollout, written)
      if (isDone(written)) succeeded.add(index)
      if ('isShort' in written && written.isShort) isShort = true
    } catch (error) {
      return { applied: judge(intent, error, options.clock), succeeded, seen, isShort: true }
    }
    options.log.info(`${nameOf(intent)}: ${intent.because}`, { rollout: keyOf(rollout), did: intent.do })
  }
  return { applied: { went: 'well' }, succeeded, seen, isShort }
}

function isDone(written: Written): boolean {
  return !('wasThere' in written && written.wasThere)
}

function isPrimary(intent: Intent): boolean {
  return intent.do === 'patch' && intent.target.kind === 'Rollout'
}

/** Our patch of the Rollout was guarded by the version that the decision had seen: its answer is that object and our leaves, nothing else. */
function atVersionOf(rollout: Rollout, written: Written): Rollout {
  if (written.wrote !== 'object') return rollout
  const { resourceVersion } = written.object.metadata
  return { ...rollout, metadata: { ...rollout.metadata, resourceVersion } }
}

function expect(rollout: Rollout, intent: Intent, written: Written, { expectations, isGone }: ApplyOptions): void {
  if (written.wrote === 'nothing' || !('target' in intent || intent.do === 'create')) return
  const target = intent.do === 'create' ? { ...intent.object, ...intent.object.metadata } : intent.target
  const resource = resourceFor(target).plural as ResourceName
  const key = `${target.namespace}/${target.name}`
  if (written.wrote === 'object') expectations.wrote(keyOf(rollout), resource, written.object.metadata.resourceVersion)
  else if (intent.do === 'delete')
    expectations.deleted(keyOf(rollout), resource, () => isGone(resource, key, intent.preconditions.uid))
}

/** A conflict, and an object that went meanwhile, say that the view is old; anything else is a failure that the next decision hears of. */
function judge(intent: Intent, error: unknown, clock: Clock): Applied {
  const busy = busyUntil(error, clock)
  if (busy) return busy
  // A 404 for a creation is about its namespace, which no other view of the Rollout would bring back.
  if (isStale(error) && 'target' in intent)
    return { went: 'stale', resource: resourceFor(intent.target).plural as ResourceName }
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
  if (intent.do === 'evict') return `${intent.count} of ${intent.pods.length} Pods`
  return intent.do === 'create'
    ? `${intent.object.kind}/${intent.object.metadata.name}`
    : `${intent.target.kind}/${intent.target.name}`
}

/** Patches what differs from the stored status; nothing differs, nothing is written. Undefined: it stands as decided. */
async function applyStatus(
  rollout: Rollout,
  status: RolloutStatus | undefined,
  { client, clock, expectations, mayWrite }: ApplyOptions,
): Promise<Applied | undefined> {
  const patch = status && mergePatch({ ...rollout.status }, { ...status })
  if (!patch) return undefined
  const { namespace, name, uid, resourceVersion } = rollout.metadata
  try {
    mayWrite()
    const stored = await client.request<KubeObject>({
      method: 'PATCH',
      path: pathOf(resources.rollouts, { namespace, name, subresource: 'status' }, { fieldManager: 'slipway' }),
      contentType: 'application/merge-patch+json',
      // With the version: a client that resumed or promoted meanwhile must not be overwritten (users 4-B2). The uid alone
      // would not do: the API server ignores it in a patch of the status.
      body: { metadata: { uid, resourceVersion }, status: patch },
    })
    expectations.wrote(keyOf(rollout), 'rollouts', stored.metadata.resourceVersion)
    return undefined
  } catch (error) {
    const isInDoubt = !isRefused(error)
    if (isStale(error)) return { went: 'stale', resource: 'rollouts', isInDoubt }
    return busyUntil(error, clock) ?? { went: 'unstored', error, isInDoubt }
  }
}

function busyUntil(error: unknown, clock: Clock): Applied | undefined {
  const busy = busyFor(error)
  return busy === undefined ? undefined : { went: 'busy', until: clock.now() + busy }
}
