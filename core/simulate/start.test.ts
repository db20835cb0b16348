import { expect, it } from 'vitest'
import { deploy, promote } from './acts.ts'
import { clusterWith } from './fixture.ts'
import { worldOf } from './objects.ts'
import { simulate } from './simulate.ts'
import { clusterOf } from './start.ts'
import { eventsOf, lastOf, sizesOf } from './story.ts'

it('what would happen if somebody promoted now, told from the views of a live cluster', () => {
  const spec = { replicas: 4, strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } } }
  const paused = lastOf(simulate(clusterWith(spec), [deploy('web:2')]))
  const { pods, ...live } = worldOf(paused)
  const known = { ...live, replicaSets: live.replicaSets.map(({ template, ...rs }) => rs) }
  const states = simulate(clusterOf(known, paused.now), [promote])
  expect(lastOf(states).rollout.status?.phase).toBe('Healthy')
  expect(sizesOf(lastOf(states))).toEqual([0, 4])
  expect(eventsOf(states).at(-1)).toMatch(/Completed all 2 canary steps$/)
  expect(pods).toHaveLength(4)
})
