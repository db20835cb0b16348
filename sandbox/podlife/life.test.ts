import { describe, expect, test } from 'vitest'
import { formatTime } from '../../core/kube/time.ts'
import { backoffMs } from './container.ts'
import { type Moment, momentOf } from './life.ts'
import type { Steering } from './steering.ts'

const START = Date.UTC(2026, 0, 1)
const steering: Steering = { startMs: 2000, neverReady: false, cannotPull: false }
const server = { name: 'app', image: 'nginx' }
const script = (text: string) => ({ name: 'app', image: 'busybox', command: ['sh', '-c', text] })
const pod = (spec: object, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata,
  spec: { containers: [server], ...spec },
})

/** The pod's moment so many seconds after its start. */
const at = (seconds: number, spec: object, how: Partial<Steering> = {}, metadata: object = {}): Moment =>
  momentOf(pod(spec, metadata), { ...steering, ...how }, START, START + seconds * 1000)
const seen = ({ phase, mains }: Moment) => {
  const [{ state, ready, restarts } = mains[0]!] = mains
  const why =
    state.is === 'waiting' ? state.reason : state.is === 'terminated' ? `${state.reason} ${state.exitCode}` : 'running'
  return [phase, why, ready ? 'ready' : 'not ready', restarts]
}

describe('a pod', () => {
  test('is created, runs and is ready as its probe says', () => {
    const spec = { containers: [{ ...server, readinessProbe: { initialDelaySeconds: 5, periodSeconds: 5 } }] }
    expect(seen(at(1.9, spec))).toEqual(['Pending', 'ContainerCreating', 'not ready', 0])
    expect(seen(at(2, spec))).toEqual(['Running', 'running', 'not ready', 0])
    expect(seen(at(7, spec))).toEqual(['Running', 'running', 'ready', 0])
    expect(at(2, spec).next).toBe(START + 7000)
    expect(at(7, spec).next).toBe(Number.POSITIVE_INFINITY)
  })

  test('that crashes is started again at once, then after ten seconds, then after twenty', () => {
    const spec = { containers: [script('sleep 1; exit 3')] }
    expect(seen(at(3, spec))).toEqual(['Running', 'Error 3', 'not ready', 0])
    expect(seen(at(3.5, spec))).toEqual(['Running', 'running', 'ready', 1])
    expect(seen(at(6, spec))).toEqual(['Running', 'CrashLoopBackOff', 'not ready', 1])
    expect(seen(at(14.5, spec))).toEqual(['Running', 'running', 'ready', 2])
    expect(seen(at(35.4, spec))).toEqual(['Running', 'CrashLoopBackOff', 'not ready', 2])
    expect(seen(at(35.5, spec))).toEqual(['Running', 'running', 'ready', 3])
  })

  test('whose image cannot be pulled stays Pending and tries again', () => {
    const spec = { containers: [{ name: 'app', image: 'shop/web:does-not-exist' }] }
    expect(seen(at(2, spec))).toEqual(['Pending', 'ErrImagePull', 'not ready', 0])
    expect(seen(at(4, spec))).toEqual(['Pending', 'ImagePullBackOff', 'not ready', 0])
    expect(seen(at(12.5, spec))).toEqual(['Pending', 'ErrImagePull', 'not ready', 0])
  })

  test('whose command is not there is refused and backed off', () => {
    const spec = { containers: [{ name: 'app', image: 'busybox', command: ['/bad-command'] }] }
    expect(seen(at(2, spec))).toEqual(['Running', 'RunContainerError', 'not ready', 0])
    expect(seen(at(3, spec))).toEqual(['Running', 'CrashLoopBackOff', 'not ready', 0])
  })

  test.each([
    ['Never', 'exit 0', ['Succeeded', 'Completed 0', 'not ready', 0]],
    ['Never', 'exit 2', ['Failed', 'Error 2', 'not ready', 0]],
    ['OnFailure', 'exit 0', ['Succeeded', 'Completed 0', 'not ready', 0]],
    ['OnFailure', 'exit 2', ['Running', 'Error 2', 'not ready', 0]],
  ])('with restartPolicy %s ends after %s', (restartPolicy, text, expected) => {
    expect(seen(at(2.1, { restartPolicy, containers: [script(text)] }))).toEqual(expected)
  })

  test('fails at its deadline, and not after it has succeeded', () => {
    const spec = { activeDeadlineSeconds: 10, restartPolicy: 'Never' }
    expect(at(9, spec).next).toBe(START + 10_000)
    expect(at(10, spec)).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' })
    expect(at(20, { ...spec, containers: [script('sleep 5')] }).phase).toBe('Succeeded')
  })

  test('is ready when it is steered to be, or never', () => {
    expect(at(31.9, {}, { readyMs: 30_000 }).mains[0]!.ready).toBe(false)
    expect(at(32, {}, { readyMs: 30_000 }).mains[0]!.ready).toBe(true)
    expect(at(3600, {}, { neverReady: true }).mains[0]!.ready).toBe(false)
  })
})

describe('init containers', () => {
  const init = { ...script('sleep 3'), name: 'init' }

  test('run one after the other before the others', () => {
    const spec = { initContainers: [init, { ...init, name: 'second' }] }
    expect(at(4, spec)).toMatchObject({ phase: 'Pending', isInitialized: false })
    expect(at(4, spec).inits.map(({ state }) => state.is)).toEqual(['running', 'waiting'])
    expect(at(7, spec).inits.map(({ state }) => state.is)).toEqual(['terminated', 'running'])
    expect(at(8, spec)).toMatchObject({ phase: 'Running', isInitialized: true })
  })

  test('that fail are tried again, or fail the pod that is not to be restarted', () => {
    const spec = { initContainers: [{ ...init, command: ['false'] }] }
    expect(at(60, spec)).toMatchObject({ phase: 'Pending', isInitialized: false })
    expect(at(60, { ...spec, restartPolicy: 'Never' }).phase).toBe('Failed')
  })

  test('that are sidecars let the others begin and end with them', () => {
    const sidecar = { name: 'mesh', image: 'mesh', restartPolicy: 'Always' }
    const spec = { initContainers: [sidecar], restartPolicy: 'Never', containers: [script('sleep 5')] }
    expect(at(3, spec).inits[0]!.state.is).toBe('running')
    expect(at(3, spec).phase).toBe('Running')
    expect(at(7, spec).phase).toBe('Succeeded')
    expect(at(7, spec).inits[0]!.state.is).toBe('terminated')
  })
})

describe('a deleted pod', () => {
  /** Deleted ten seconds after its start. */
  const deleted = (grace: number) => ({
    deletionTimestamp: formatTime(START + 10_000 + grace * 1000),
    deletionGracePeriodSeconds: grace,
  })
  const goneAfter = (spec: object, grace = 30) => (at(10, spec, {}, deleted(grace)).goneAt! - START) / 1000 - 10

  test('leaves as soon as its server has stopped', () => {
    expect(goneAfter({})).toBeCloseTo(0.21)
    expect(seen(at(10.2, {}, {}, deleted(30)))).toEqual(['Succeeded', 'Completed 0', 'not ready', 0])
  })

  test('stays ready during its preStop', () => {
    const spec = { containers: [{ ...server, lifecycle: { preStop: { sleep: { seconds: 5 } } } }] }
    expect(at(14, spec, {}, deleted(30)).mains[0]!.ready).toBe(true)
    expect(goneAfter(spec)).toBeCloseTo(5.21)
  })

  test('is killed when its grace period is over', () => {
    expect(goneAfter({ containers: [script('sleep 1000')] })).toBeCloseTo(30.06)
    expect(seen(at(40, { containers: [script('sleep 1000')] }, {}, deleted(30)))).toEqual([
      'Failed',
      'Error 137',
      'not ready',
      0,
    ])
  })

  test('that ends by itself before that does so with its own code', () => {
    expect(goneAfter({ containers: [script('sleep 12; exit 4')] })).toBeCloseTo(4.06)
    expect(seen(at(14, { containers: [script('sleep 12; exit 4')] }, {}, deleted(30)))[1]).toBe('Error 4')
  })
})

test('the delay between restarts doubles up to five minutes', () => {
  expect([1, 2, 3, 9].map(backoffMs)).toEqual([10_000, 20_000, 40_000, 300_000])
})
