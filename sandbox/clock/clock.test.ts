import { describe, expect, test } from 'vitest'
import { realClock, VirtualClock } from './clock.ts'

describe('virtual time', () => {
  test('stands still until it is moved', () => {
    const clock = new VirtualClock(1000)
    expect([clock.now(), clock.next()]).toEqual([1000, undefined])
  })

  test('runs what is due in the order of its time, and of its setting at the same time', async () => {
    const clock = new VirtualClock(0)
    const ran: string[] = []
    clock.at(20, () => ran.push(`late at ${clock.now()}`))
    clock.at(10, () => ran.push(`first at ${clock.now()}`))
    clock.at(10, () => ran.push(`second at ${clock.now()}`))
    clock.at(31, () => ran.push('never'))
    await clock.advanceTo(30)
    expect(ran).toEqual(['first at 10', 'second at 10', 'late at 20'])
    expect([clock.now(), clock.next()]).toEqual([30, 31])
  })

  test('runs what was set while it moves, and lets things settle between two timers', async () => {
    const clock = new VirtualClock(0)
    const ran: string[] = []
    clock.at(10, () => clock.at(15, () => ran.push(`set on the way, at ${clock.now()}`)))
    clock.at(20, () => ran.push('after it'))
    await clock.advanceTo(20, async () => void ran.push('settled'))
    expect(ran).toEqual(['settled', 'settled', 'set on the way, at 15', 'settled', 'after it', 'settled'])
  })

  test('a time that is past is due now, and what is cancelled never runs', async () => {
    const clock = new VirtualClock(100)
    const ran: number[] = []
    clock.at(50, () => ran.push(clock.now()))
    clock.at(100, () => ran.push(-1))()
    await clock.advanceTo(100)
    expect(ran).toEqual([100])
  })

  test('goes in whole milliseconds, never before the time that was asked for', async () => {
    const clock = new VirtualClock(0)
    const ran: number[] = []
    clock.at(10.3, () => ran.push(clock.now()))
    await clock.advanceTo(20)
    expect(ran).toEqual([11])
  })

  test('never goes back', async () => {
    const clock = new VirtualClock(100)
    await clock.advanceTo(50)
    expect(clock.now()).toBe(100)
  })
})

describe('real time', () => {
  test('runs a callback once its time has come, and not before', async () => {
    const at = realClock.now() + 20
    const ranAt = await new Promise<number>(resolve => realClock.at(at, () => resolve(realClock.now())))
    expect(ranAt).toBeGreaterThanOrEqual(at)
  })

  test('waits for times beyond what a timer can hold', async () => {
    const cancel = realClock.at(realClock.now() + 2 ** 40, () => expect.unreachable('forty years early'))
    await new Promise<void>(resolve => realClock.at(realClock.now() + 5, resolve))
    cancel()
  })
})
