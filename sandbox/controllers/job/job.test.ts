import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { conditionOf } from '../pod.ts'
import { Bench } from '../testing/bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
})
afterEach(() => bench.close())

const run = (script: string, spec: object = {}) =>
  bench.create({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'work' },
    spec: {
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'app', image: 'busybox', command: ['sh', '-c', script] }],
        },
      },
      ...spec,
    },
  })
const job = () => bench.get('Job', 'work')

describe('a Job', () => {
  test('is complete when as many pods have succeeded as it asks for', async () => {
    await run('sleep 5', { completions: 3, parallelism: 2 })
    await bench.pass(8)
    expect((await job()).status).toMatchObject({ active: 1, succeeded: 2 })
    await bench.pass(8)
    expect((await job()).status).toMatchObject({ succeeded: 3, completionTime: '2026-01-01T00:00:13Z' })
    expect(conditionOf(await job(), 'Complete')).toMatchObject({ status: 'True', reason: 'CompletionsReached' })
  })

  test('tries again after ten seconds, then twenty, and fails beyond its backoffLimit', async () => {
    await run('exit 1', { backoffLimit: 2 })
    await bench.pass(10)
    expect(await bench.list('Pod')).toHaveLength(1)
    await bench.pass(10)
    expect(await bench.list('Pod')).toHaveLength(2)
    await bench.pass(10)
    expect(await bench.list('Pod')).toHaveLength(2)
    await bench.pass(10)
    expect((await job()).status).toMatchObject({ failed: 3 })
    expect(conditionOf(await job(), 'Failed')).toMatchObject({ status: 'True', reason: 'BackoffLimitExceeded' })
  })

  test('fails at its deadline and ends its pods', async () => {
    await run('sleep inf', { activeDeadlineSeconds: 20 })
    await bench.pass(25)
    expect(conditionOf(await job(), 'FailureTarget')?.reason).toBe('DeadlineExceeded')
    await bench.pass(60)
    expect(conditionOf(await job(), 'Failed')?.reason).toBe('DeadlineExceeded')
    expect(await bench.list('Pod')).toEqual([])
  })

  test('has no pods while it is suspended', async () => {
    await run('sleep 5', { suspend: true })
    await bench.pass(10)
    expect(await bench.list('Pod')).toEqual([])
    await bench.patch('Job', 'work', { spec: { suspend: false } })
    await bench.pass(10)
    expect(conditionOf(await job(), 'Complete')?.status).toBe('True')
  })

  test('is deleted with its pods when its time to live is over', async () => {
    await run('true', { ttlSecondsAfterFinished: 60 })
    await bench.pass(50)
    expect(await bench.list('Job')).toHaveLength(1)
    await bench.pass(20)
    expect([await bench.list('Job'), await bench.list('Pod')]).toEqual([[], []])
  })
})
