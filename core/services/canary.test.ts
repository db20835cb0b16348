import { expect, it } from 'vitest'
import { deploy } from '../simulate/acts.ts'
import { clusterWith } from '../simulate/fixture.ts'
import { simulate } from '../simulate/simulate.ts'
import { lastOf } from '../simulate/story.ts'

const services = { stableService: 'web-stable', canaryService: 'web-canary', steps: [{ setWeight: 50 }, { pause: {} }] }

it.each([
  ['back to stable', 'web:1', 2],
  ['a third one', 'web:3', 0],
])('no Service moves before the status tells of a change of revision: %s', (_, image, step) => {
  const start = lastOf(simulate(clusterWith({ replicas: 4, strategy: { canary: services } }), []))
  const paused = lastOf(simulate(start, [deploy('web:2')]))
  const states = simulate(paused, [deploy(image)])
  const switched = states.findIndex(({ decision }) => decision?.intents.some(isSwitch))
  expect(states[switched - 1]?.cluster.rollout.status).toMatchObject({ currentStepIndex: step })
})

const isSwitch = (intent: object) => 'target' in intent && (intent.target as { kind: string }).kind === 'Service'
