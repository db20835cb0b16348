import { describe, expect, test } from 'vitest'
import { handlerMs, probeMs, programOf } from './program.ts'
import { type Steering, steeringOf } from './steering.ts'

const free: Steering = { startMs: 0, neverReady: false, cannotPull: false }
const of = (image: string, fields = {}, steering = free) => programOf({ name: 'app', image, ...fields }, steering)

describe('a container', () => {
  test.each(['x/y:does-not-exist', 'x/y:error', 'bad-image', ''])('cannot pull the image %j', image => {
    expect(of(image)).toEqual({ does: 'fail to pull', message: `Back-off pulling image "${image}"` })
  })

  test('pulls an image that only sounds bad', () => {
    expect(of('x/error-page:1').does).toBe('run')
  })

  test('runs the entrypoint of its image, which is a shell that ends for a base image', () => {
    expect(of('nginx:1')).toMatchObject({ does: 'run', ms: Number.POSITIVE_INFINITY })
    expect(of('alpine:3.8')).toMatchObject({ does: 'run', ms: 0, exitCode: 0 })
  })

  test('gives its arguments to the shell of a base image, and to its command', () => {
    expect(of('busybox', { args: ['sleep', '3'] })).toMatchObject({ ms: 3000 })
    expect(of('any', { command: ['sh', '-c'], args: ['exit 4'] })).toMatchObject({ exitCode: 4 })
  })

  test('fails to start a command that is not there', () => {
    expect(of('any', { command: ['/nonexistent'] }).does).toBe('fail to start')
  })

  test('ends and fails as it is steered', () => {
    expect(of('nginx', {}, { ...free, exit: { ms: 5000, exitCode: 2 } })).toMatchObject({ ms: 5000, exitCode: 2 })
    expect(of('nginx', {}, { ...free, cannotPull: true }).does).toBe('fail to pull')
  })
})

test.each([
  ['none', undefined, 0],
  ['without a delay', {}, 100],
  ['with a delay of one period', { initialDelaySeconds: 10 }, 10_000],
  ['with a delay inside of a period', { initialDelaySeconds: 5, periodSeconds: 10 }, 10_000],
  ['that has to succeed three times', { periodSeconds: 2, successThreshold: 3 }, 4100],
])('a probe %s succeeds at the first tick that is not too early', (_, probe, ms) => {
  expect(probeMs(probe)).toBe(ms)
})

test('a lifecycle handler takes as long as what it does', () => {
  expect(handlerMs({ exec: { command: ['sleep', '5'] } })).toBe(5000)
  expect(handlerMs({ sleep: { seconds: 3 } })).toBe(3000)
  expect(handlerMs(undefined)).toBe(0)
})

describe('annotations and image tags steer a pod', () => {
  const pod = (annotations: object, image = 'shop/web:1') => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { annotations },
    spec: { containers: [{ name: 'app', image }] },
  })
  const options = { startMs: 1800, imageTags: true }
  const named = (name: string, value: string) => steeringOf(pod({ [`sandbox.slipway.dev/${name}`]: value }), options)

  test('by name', () => {
    expect(named('start-after', '5s')).toMatchObject({ startMs: 5000 })
    expect(named('ready-after', '1m')).toMatchObject({ readyMs: 60_000 })
    expect(named('ready', 'false')).toMatchObject({ neverReady: true })
    expect(named('exit-after', '10s')).toMatchObject({ exit: { ms: 10_000, exitCode: 1 } })
    expect(named('pull', 'fail')).toMatchObject({ cannotPull: true })
  })

  test('not when they cannot be read', () => {
    expect(named('ready-after', 'soon')).toEqual({ startMs: 1800, neverReady: false, cannotPull: false })
  })

  test('tags only when that is asked for', () => {
    expect(steeringOf(pod({}, 'shop/web:2-never'), options)).toMatchObject({ neverReady: true })
    expect(steeringOf(pod({}, 'shop/web:2-late'), options)).toMatchObject({ readyMs: 4000 })
    expect(steeringOf(pod({}, 'shop/web:2-never'), { ...options, imageTags: false })).toMatchObject({
      neverReady: false,
    })
  })
})
