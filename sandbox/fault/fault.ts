/** What a fault hits. Every field that is given has to fit. */
export interface Match {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`. */
  readonly verbs?: readonly string[]
  /** `pods`, `replicasets.apps`, `rollouts.argoproj.io`; with a subresource: `rollouts.argoproj.io/status`. */
  readonly resources?: readonly string[]
  readonly namespace?: string
  readonly name?: string
  /** The beginning of the caller's User-Agent, so that one client is hit and others are not. */
  readonly userAgent?: string
}

/**
 * What happens to a request:
 * `answer` refuses it with `code` (409, 410, 429, 500, 503, 504 ...) and `retryAfterSeconds`; `slow` answers after `seconds` of the clock;
 * `reset` breaks the connection and does nothing; `lost` does what was asked and then breaks the connection.
 * What happens to a watch, running or new:
 * `drop` breaks it; `expire` ends it with 410; `stall` holds its events back until the fault is removed, or, with a `count`, until so many are held; `late` delivers each event after `seconds`
 * of the clock, in order; `duplicate` delivers each event twice.
 */
export type Effect = 'answer' | 'slow' | 'reset' | 'lost' | 'drop' | 'expire' | 'stall' | 'late' | 'duplicate'

export interface Fault extends Match {
  readonly effect: Effect
  /** How often it strikes before it is used up; without it, until it is removed. */
  readonly count?: number
  /** How many matches it lets pass first. */
  readonly skip?: number
  /** Between 0 and 1: how likely it strikes on a match. */
  readonly probability?: number
  /** Of `answer`. */
  readonly code?: number
  readonly message?: string
  readonly retryAfterSeconds?: number
  /** Of `slow` and `late`. */
  readonly seconds?: number
}

export const REQUEST_EFFECTS: readonly Effect[] = ['answer', 'slow', 'reset', 'lost']
export const WATCH_EFFECTS: readonly Effect[] = ['drop', 'expire', 'stall', 'late', 'duplicate']

/** The request that a fault may hit. */
export interface Subject {
  readonly verb: string
  readonly resource: string
  readonly namespace: string
  readonly name: string
  readonly userAgent: string
}

export function isHit(fault: Match, subject: Subject): boolean {
  return (
    (!fault.verbs || fault.verbs.includes(subject.verb)) &&
    (!fault.resources || fault.resources.includes(subject.resource)) &&
    (!fault.namespace || fault.namespace === subject.namespace) &&
    (!fault.name || fault.name === subject.name) &&
    (!fault.userAgent || subject.userAgent.startsWith(fault.userAgent))
  )
}

/** A fault from outside. Throws an Error that names the field, the value and the remedy. */
export function parseFault(value: unknown): Fault {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('a fault is a JSON object such as {"effect":"answer","code":500,"verbs":["update"],"count":1}')
  const fault = value as Fault
  const effects = [...REQUEST_EFFECTS, ...WATCH_EFFECTS]
  if (!effects.includes(fault.effect))
    throw new Error(`effect: ${JSON.stringify(fault.effect)} is none of ${effects.join(', ')}`)
  for (const [field, problem] of Object.entries(value).map(([name, given]) => [name, problemOf(name, given)])) {
    if (problem) throw new Error(`${field}: ${JSON.stringify((value as Record<string, unknown>)[field!])} ${problem}`)
  }
  if (fault.effect === 'answer' && !fault.code)
    throw new Error('code: an "answer" fault needs the HTTP code to answer with, such as 409')
  if ((fault.effect === 'slow' || fault.effect === 'late') && !fault.seconds)
    throw new Error(`seconds: a "${fault.effect}" fault needs a time`)
  return fault
}

const TEXTS = ['effect', 'namespace', 'name', 'userAgent', 'message']
const NUMBERS = ['count', 'skip', 'probability', 'code', 'retryAfterSeconds', 'seconds']

function problemOf(field: string, value: unknown): string | undefined {
  if (TEXTS.includes(field)) return typeof value === 'string' ? undefined : 'is no text'
  if (NUMBERS.includes(field)) return typeof value === 'number' && value >= 0 ? undefined : 'is no number from 0 up'
  if (field !== 'verbs' && field !== 'resources') return 'is no field of a fault'
  return Array.isArray(value) && value.every(one => typeof one === 'string') ? undefined : 'is no list of texts'
}
