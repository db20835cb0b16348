/** What is played under each fault: representative ways of a Rollout, told by what people do and what they wait for. */
import { blueGreen, canary, deployment, referring, text } from '../scenarios/harness/rollouts.ts'
import type { Scenario } from '../scenarios/harness/scenario.ts'

/** As long as it may take under a fault. */
export const PATIENCE = '2h'

export interface Story {
  readonly name: string
  readonly given: string
  /** One after the other; what troubles the cluster is renewed before each. */
  readonly acts: readonly ((scenario: Scenario) => Promise<unknown>)[]
  /** Fewer pods than this are ready at no time. */
  readonly leastReady: number
}

type Act = Story['acts'][number]
const deploys: Act = ({ when }) => when.image('shop/web:2')
const promotes: Act = ({ when }) => when.promote()
const waitsFor =
  (phase: string): Act =>
  ({ then }) =>
    then.becomes(phase, PATIENCE)

const steps = [{ setWeight: 25 }, { pause: { duration: '1m' } }, { setWeight: 50 }, { pause: {} }]
const services = { stableService: 'stable', canaryService: 'canary' }
const successor = referring(
  { scaleDown: 'progressively' },
  { maxUnavailable: 0, steps: [{ setWeight: 50 }, { pause: {} }] },
)
/** The timed pause may be over before anybody looks. */
const waitsAtLastPause: Act = async ({ then, advance }) => {
  await waitsFor('Paused')({ then } as Scenario)
  for (let turn = 0; turn < 60 && (await then.rollout()).status.currentStepIndex !== 3; turn++) await advance('1m')
  await waitsFor('Paused')({ then } as Scenario)
}

export const stories: readonly Story[] = [
  {
    name: 'a canary to its end',
    given: canary({ ...services, maxUnavailable: 0, steps }),
    acts: [deploys, waitsAtLastPause, promotes, waitsFor('Healthy')],
    leastReady: 4,
  },
  {
    name: 'blue-green with a promotion by hand',
    given: blueGreen({ autoPromotionEnabled: false }),
    acts: [deploys, waitsFor('Paused'), promotes, waitsFor('Healthy')],
    leastReady: 4,
  },
  {
    name: 'an abort and a retry',
    given: canary({ ...services, maxUnavailable: 0, steps: [{ setWeight: 50 }, { pause: {} }] }),
    acts: [
      deploys,
      waitsFor('Paused'),
      ({ when }) => when.abort(),
      waitsFor('Degraded'),
      ({ when }) => when.retry(),
      waitsFor('Paused'),
    ],
    leastReady: 4,
  },
  {
    name: 'a Deployment taken over and updated',
    given: text(deployment()),
    acts: [
      ({ given }) => given.manifest(successor),
      waitsFor('Healthy'),
      deploys,
      waitsFor('Paused'),
      promotes,
      waitsFor('Healthy'),
    ],
    leastReady: 4,
  },
  {
    name: 'a restart and a resize',
    given: canary({ maxUnavailable: 1 }),
    acts: [
      ({ advance }) => advance('1m'),
      ({ when }) => when.restart(),
      waitsFor('Healthy'),
      ({ when }) => when.scale(6),
      waitsFor('Healthy'),
    ],
    leastReady: 3,
  },
]
