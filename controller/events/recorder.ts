/**
 * Kubernetes Events about Rollouts (contract rollout 6.1). Sent behind the pass that caused them, never awaited by it. Unlike
 * client-go's recorder it drops no distinct event of a busy object (corrections 9): only repetitions are counted together.
 */
import type { Rollout } from '../../core/api/types.ts'
import type { EventNote } from '../../core/decision.ts'
import type { Client } from '../client/client.ts'
import { busyFor, isCode, isRefused, messageOf } from '../client/error.ts'
import { pathOf, resources } from '../client/path.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { type Count, eventObject, type Subject, subjectOf } from './object.ts'

export interface RecorderOptions {
  readonly client: Client
  readonly clock: Clock
  readonly log: Log
  /** While this says yes, events leave one by one with every so many passes, so that they do not take the API server from the work. */
  readonly isBusy?: () => boolean
  /** Told of each event, sent or not. */
  readonly onEvent?: (namespace: string, event: EventNote) => void
}

interface Known extends Count {
  /** Where the event is stored; absent until it was sent. */
  readonly name: string
  readonly about: Subject
  readonly event: EventNote
  stored: boolean
  /** How often in a row a connection or the server has failed it. */
  failures: number
}

/** Waiting events beyond this are given up, oldest first: a controller that cannot reach the API server must not fill its memory. */
const longestQueue = 10_000
/** Repetitions within this span are one event with a count (client-go's is the same). */
const span = 600_000
const remembered = 4096
const senders = 4
/** As client-go's recorder: an event that got lost is sent again so often, that much later. */
const tries = { most: 12, apart: 10_000 }
/** Passes for each event while there is much to do. */
const passesPerEvent = 32

export class EventRecorder {
  dropped = 0
  private readonly options: RecorderOptions
  private readonly known = new Map<string, Known>()
  private readonly waiting = new Set<Known>()
  /** The Rollouts, by uid, that an event is being sent about: one at a time each, so that people read them in the order in which things happened. */
  private readonly underway = new Set<string>()
  private serial = 0
  private passes = 0

  constructor(options: RecorderOptions) {
    this.options = options
  }

  get isIdle(): boolean {
    return this.underway.size === 0 && this.waiting.size === 0
  }

  tell(about: Rollout, event: EventNote): void {
    this.options.onEvent?.(about.metadata.namespace, event)
    const now = this.options.clock.now()
    const key = `${about.metadata.uid} ${event.type} ${event.reason} ${event.message}`
    const before = this.known.get(key)
    this.known.delete(key)
    const entry = before && now - before.last < span ? before : this.fresh(subjectOf(about), event, now)
    entry.count += 1
    entry.last = now
    this.remember(key, entry)
    this.enqueue(entry)
  }

  /** A pass over a Rollout has ended. */
  afterPass(): void {
    this.passes += 1
    this.sendMore()
  }

  /** Resolves when everything told so far was sent or given up. */
  async flush(): Promise<void> {
    while (!this.isIdle) await new Promise(resolve => setImmediate(resolve))
  }

  private fresh(about: Subject, event: EventNote, now: number): Known {
    this.serial += 1
    // client-go's form: the object's name and a number that grows, nanoseconds there.
    const suffix = (BigInt(now) * 1_000_000n + BigInt(this.serial % 1_000_000)).toString(16)
    return {
      name: `${about.name}.${suffix}`,
      about,
      event,
      first: now,
      last: now,
      count: 0,
      stored: false,
      failures: 0,
    }
  }

  private remember(key: string, entry: Known): void {
    this.known.set(key, entry)
    if (this.known.size > remembered) this.known.delete(this.known.keys().next().value!)
  }

  private enqueue(entry: Known): void {
    this.waiting.add(entry)
    if (this.waiting.size > longestQueue) {
      this.waiting.delete(this.waiting.values().next().value!)
      this.dropped += 1
    }
    this.sendMore()
  }

  private sendMore(): void {
    // Rather late than lost: a queue that is half full is sent whatever else there is to do.
    const mayWait = this.options.isBusy?.() && this.waiting.size < longestQueue / 2
    for (const entry of this.waiting) {
      if (mayWait ? this.passes < passesPerEvent : this.underway.size >= senders) return
      if (this.underway.has(entry.about.uid)) continue
      this.passes = 0
      this.waiting.delete(entry)
      void this.send(entry)
    }
  }

  private async send(entry: Known): Promise<void> {
    const { uid } = entry.about
    this.underway.add(uid)
    await this.store(entry).catch(error => this.failed(entry, error))
    this.underway.delete(uid)
    this.sendMore()
  }

  private failed(entry: Known, error: unknown): void {
    const { clock, log } = this.options
    const wait = busyFor(error) ?? waitAfter(error, entry)
    if (wait !== undefined) {
      clock.at(clock.now() + wait, () => this.enqueue(entry))
      return
    }
    this.dropped += 1
    entry.failures = 0
    const { namespace, name } = entry.about
    log.warn(`event about ${namespace}/${name} was not accepted: ${messageOf(error)}`, { reason: entry.event.reason })
  }

  private async store(entry: Known): Promise<void> {
    const object = eventObject(entry.name, entry.about, entry.event, entry)
    const { namespace } = entry.about
    if (entry.stored && (await this.recount(entry, object))) return
    try {
      await this.options.client.request({ method: 'POST', path: pathOf(resources.events, { namespace }), body: object })
    } catch (error) {
      // Told twice before it was sent once: the count follows with the next one.
      if (!isCode(error, 409)) throw error
    }
    entry.stored = true
    entry.failures = 0
  }

  /** False when the stored event has expired meanwhile. */
  private async recount(
    { name, about }: Known,
    { count, lastTimestamp }: ReturnType<typeof eventObject>,
  ): Promise<boolean> {
    try {
      await this.options.client.request({
        method: 'PATCH',
        path: pathOf(resources.events, { namespace: about.namespace, name }),
        contentType: 'application/merge-patch+json',
        body: { count, lastTimestamp },
      })
      return true
    } catch (error) {
      if (isCode(error, 404)) return false
      throw error
    }
  }
}

/** Milliseconds until an event is sent again that a connection or the server has failed; undefined when it was refused, or failed too often. */
function waitAfter(error: unknown, entry: Known): number | undefined {
  if (isRefused(error)) return undefined
  entry.failures += 1
  return entry.failures < tries.most ? tries.apart : undefined
}
