/** Everything that the sandbox can do to a controller. */
import type { Effect, Fault } from '../../sandbox/fault/fault.ts'

export interface Trouble {
  readonly name: string
  readonly faults?: readonly Fault[]
  /** How long the faults last, in milliseconds; without it, until the trouble ends. */
  readonly lasts?: number
  /** After how many writes each controller is killed and another one takes over. */
  readonly writesOfALife?: number
}

const WRITES = ['create', 'update', 'patch', 'delete']
const OFTEN = 0.4
const MINUTE = 60_000

const refused = (code: number, rest: object = {}): Trouble => ({
  name: `${code} to writes`,
  faults: [{ effect: 'answer', code, verbs: WRITES, probability: OFTEN, ...rest }],
})

const asked = (effect: Effect, name: string, rest: object = {}): Trouble => ({
  name,
  faults: [{ effect, verbs: [...WRITES, 'get', 'list'], probability: OFTEN, ...rest }],
})

const watched = (effect: Effect, name: string, rest: object = {}): Trouble => ({
  name,
  faults: [{ effect, verbs: ['watch'], ...rest }],
})

const killedAfter = (writesOfALife: number): Trouble => ({
  name: `controllers that are killed after ${writesOfALife === 1 ? 'each write' : `${writesOfALife} writes`}`,
  writesOfALife,
})

export const troubles: readonly Trouble[] = [
  refused(409),
  refused(429, { retryAfterSeconds: 3 }),
  refused(500),
  refused(503),
  refused(504),
  asked('reset', 'connections that break before the request'),
  asked('lost', 'connections that break after the request'),
  asked('slow', 'slow answers', { seconds: 7 }),
  watched('drop', 'watches that break', { count: 12 }),
  {
    name: 'watches that break and reads that are refused',
    faults: [
      { effect: 'answer', code: 500, verbs: ['watch', 'get', 'list'], probability: OFTEN },
      { effect: 'drop', verbs: ['watch'], count: 6 },
    ],
  },
  watched('expire', 'watches that end with 410', { count: 12 }),
  { ...watched('stall', 'watches that stall for two minutes'), lasts: 2 * MINUTE },
  { ...watched('stall', 'watches that stall for ten minutes'), lasts: 10 * MINUTE },
  watched('late', 'events that come late', { seconds: 5 }),
  watched('late', 'Rollouts that are seen late', { seconds: 20, resources: ['rollouts.argoproj.io'] }),
  watched('late', 'ReplicaSets that are seen late', { seconds: 20, resources: ['replicasets.apps'] }),
  watched('duplicate', 'events that come twice'),
  { ...asked('slow', 'answers that never come', { seconds: 86_400, count: 6 }), lasts: 10 * MINUTE },
  ...[1, 2, 3].map(killedAfter),
]
