/** Everything that the sandbox can do to a controller. */
import type { Effect, Fault } from '../../sandbox/fault/fault.ts'
import type { Scenario } from '../scenarios/harness/scenario.ts'

export interface Trouble {
  readonly name: string
  /** Begins it, or renews it: called before each act. */
  readonly begin: (scenario: Scenario) => Promise<void>
}

const WRITES = ['create', 'update', 'patch', 'delete']
const OFTEN = 0.4

const fault = (name: string, fault: Fault, lasts?: string): Trouble => ({
  name,
  begin: ({ when }) => when.fault(fault, lasts),
})

const refused = (code: number, rest: object = {}): Trouble =>
  fault(`${code} to writes`, { effect: 'answer', code, verbs: WRITES, probability: OFTEN, ...rest })

const asked = (effect: Effect, name: string, rest: object = {}): Trouble =>
  fault(name, { effect, verbs: [...WRITES, 'get', 'list'], probability: OFTEN, ...rest })

const watched = (effect: Effect, name: string, rest: object = {}, lasts?: string): Trouble =>
  fault(name, { effect, verbs: ['watch'], ...rest }, lasts)

export const requestTroubles: readonly Trouble[] = [
  refused(409),
  refused(429, { retryAfterSeconds: 3 }),
  refused(500),
  refused(503),
  refused(504),
  asked('reset', 'connections that break before the request'),
  asked('lost', 'connections that break after the request'),
  asked('slow', 'slow answers', { seconds: 7 }),
]

export const watchTroubles: readonly Trouble[] = [
  watched('drop', 'watches that break', { count: 12 }),
  {
    name: 'watches that break and reads that are refused',
    begin: async ({ when }) => {
      await when.fault({ effect: 'answer', code: 500, verbs: ['watch', 'get', 'list'], probability: OFTEN })
      await when.fault({ effect: 'drop', verbs: ['watch'], count: 6 })
    },
  },
  watched('expire', 'watches that end with 410', { count: 12 }),
  watched('stall', 'watches that stall for two minutes', {}, '2m'),
  watched('stall', 'watches that stall for ten minutes', {}, '10m'),
  watched('late', 'events that come late', { seconds: 5 }),
  watched('late', 'Rollouts that are seen late', { seconds: 20, resources: ['rollouts.argoproj.io'] }),
  watched('late', 'ReplicaSets that are seen late', { seconds: 20, resources: ['replicasets.apps'] }),
  watched('duplicate', 'events that come twice'),
]

export const restarts: readonly Trouble[] = [1, 2, 3].map(writes => ({
  name: `controllers that are killed after ${writes === 1 ? 'each write' : `${writes} writes`}`,
  begin: ({ when }) => when.controllersLiveFor(writes),
}))
