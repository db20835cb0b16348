import { afterAll, beforeAll, expect, test } from 'vitest'
import { Slipway } from './slipway.ts'

let slipway: Slipway
beforeAll(async () => {
  slipway = await Slipway.start()
})
afterAll(() => slipway.stop())

const phase = async () => (await slipway.rollout('guestbook-ui')).status?.phase
const step = async () => (await slipway.rollout('guestbook-ui')).status?.currentStepIndex
const soon = { timeout: 40_000 }
const counts = async () => Object.values(await slipway.readyPods('guestbook-ui')).sort()

test('what npm start prints fits a screen and names the page, the kubeconfig and the Git tree', () => {
  expect(slipway.output.split('\n').length).toBeLessThan(25)
  for (const place of [slipway.url, 'kubeconfig', slipway.git]) expect(slipway.output).toContain(place)
})

test('the guestbook of the first commit becomes Healthy', async () => {
  await expect.poll(phase, soon).toBe('Healthy')
  await expect.poll(() => slipway.health('guestbook'), soon).toBe('Healthy')
})

test('a commit starts a canary of one pod, and the application is Suspended', async () => {
  slipway.commit('guestbook/rollout.yaml', 'guestbook:1', 'guestbook:2')
  await expect.poll(phase, soon).toBe('Paused')
  await expect.poll(counts, soon).toEqual([1, 4])
  await expect.poll(() => slipway.health('guestbook'), soon).toBe('Suspended')
})

test('killed in the middle of the canary and started again, it is at the same step with the same pods', async () => {
  const before = { step: await step(), pods: await slipway.readyPods('guestbook-ui') }
  await slipway.end('SIGKILL')
  await slipway.start()
  expect({ step: await step(), pods: await slipway.readyPods('guestbook-ui') }).toEqual(before)
  expect(await phase()).toBe('Paused')
})

test('the resume action of the command line carries it to Healthy, says nothing, and leaves Git as it was', async () => {
  const git = slipway.gitDigest()
  expect(await slipway.resume('guestbook', 'guestbook-ui')).toBe('')
  await expect.poll(phase, soon).toBe('Healthy')
  await expect.poll(() => slipway.health('guestbook'), soon).toBe('Healthy')
  await expect.poll(counts, soon).toEqual([5])
  expect(slipway.gitDigest()).toEqual(git)
})

test('Git is byte for byte the same after a rollout, an abort and a resume', async () => {
  slipway.commit('guestbook/rollout.yaml', 'guestbook:2', 'guestbook:3')
  const git = slipway.gitDigest()
  await expect.poll(phase, soon).toBe('Paused')
  await slipway.patch('argoproj.io/v1alpha1', 'Rollout', 'guestbook-ui', { status: { abort: true } }, '/status')
  await expect.poll(phase, soon).toBe('Degraded')
  await slipway.patch('argoproj.io/v1alpha1', 'Rollout', 'guestbook-ui', { status: { abort: false } }, '/status')
  await expect.poll(phase, soon).toBe('Paused')
  await slipway.resume('guestbook', 'guestbook-ui')
  await expect.poll(phase, soon).toBe('Healthy')
  expect(slipway.gitDigest()).toEqual(git)
  expect(slipway.runGit('status', '--porcelain')).toBe('')
})

test('Ctrl-C ends it cleanly, and a second start carries on', async () => {
  expect(await slipway.end('SIGINT')).toBe(0)
  await slipway.start()
  expect(await phase()).toBe('Healthy')
})
