import { expect, test } from 'vitest'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { settableClock } from '../testing/clock.ts'
import { Crowd } from './crowd.ts'

function crowding() {
  const clock = new VirtualClock()
  const { machine, set } = settableClock(clock)
  const others = { newcomers: 0, isBusy: false, unshown: 0 }
  const crowd = new Crowd({
    clock: machine,
    newcomers: () => others.newcomers,
    isBusy: () => others.isBusy,
    unshown: () => others.unshown,
  })
  const begin = (count: number) => {
    for (let index = 0; index < count; index += 1) crowd.began(`shop/web-${index}`, '2/')
  }
  const after = (ms: number) => clock.advanceTo(clock.now() + ms)
  return { clock, set, others, crowd, begin, after }
}

test('a few changes at once are no crowd: none waits for another', () => {
  const { crowd, others, begin } = crowding()
  begin(10)
  others.newcomers = 9
  expect(crowd.state).toBeUndefined()
  expect(crowd.heldUntil('shop/web-0', '2/')).toBeUndefined()
})

test('of twenty and more those that have begun wait until the last has', async () => {
  const { clock, crowd, others, begin, after } = crowding()
  begin(10)
  others.newcomers = 10
  expect(crowd.state).toBe('arriving')
  expect(crowd.heldUntil('shop/web-0', '2/')).toBe(clock.now() + 250)
  others.newcomers = 0
  begin(20)
  expect(crowd.state).toBe('arriving')
  await after(500)
  expect(crowd.heldUntil('shop/web-0', '2/')).toBeUndefined()
})

test('nobody waits longer than five seconds for others to begin', async () => {
  const { crowd, others, begin, after } = crowding()
  begin(1)
  others.newcomers = 100
  await after(4999)
  expect(crowd.heldUntil('shop/web-0', '2/')).toBeDefined()
  await after(1)
  expect(crowd.heldUntil('shop/web-0', '2/')).toBeUndefined()
  expect(crowd.state).toBe('arriving')
})

test('those that have begun go on at the pace of the watch, after half a minute in any case', async () => {
  const { clock, crowd, others, begin, after } = crowding()
  begin(30)
  await after(10_000)
  others.unshown = 20
  expect(crowd.heldUntil('shop/web-0', '2/')).toBe(clock.now() + 250)
  expect(crowd.heldUntil('shop/of-nobody', '2/')).toBeUndefined()
  others.unshown = 19
  expect(crowd.heldUntil('shop/web-0', '2/')).toBeUndefined()
  others.unshown = 20
  expect(crowd.heldUntil('shop/web-1', '2/')).toBeDefined()
  await after(20_000)
  expect(crowd.heldUntil('shop/web-1', '2/')).toBeUndefined()
})

test('who is kept from going on counts as waiting, until it goes on or is gone', () => {
  const { crowd, others, begin } = crowding()
  begin(3)
  others.unshown = 20
  for (const name of ['web-0', 'web-1', 'web-2', 'of-nobody']) crowd.heldUntil(`shop/${name}`, '2/')
  expect(crowd.waiting).toBe(3)
  crowd.forget('shop/web-0')
  others.unshown = 0
  crowd.heldUntil('shop/web-1', '2/')
  expect(crowd.waiting).toBe(1)
})

test('nobody waits for the hours that come again when the clock is set back', async () => {
  const { set, crowd, others, begin, after } = crowding()
  begin(20)
  set.by = -3_600_000
  await after(500)
  expect(crowd.heldUntil('shop/web-0', '2/')).toBeUndefined()
  others.newcomers = 1
  await after(4500)
  expect(crowd.heldUntil('shop/web-0', '2/')).toBeUndefined()
})

test('another change of one that has begun has not begun, and nor has one whose status tells of it', () => {
  const { crowd, others, begin } = crowding()
  begin(1)
  others.newcomers = 100
  expect([crowd.hasBegun('shop/web-0', '2/'), crowd.hasBegun('shop/web-0', '3/')]).toEqual([true, false])
  expect(crowd.heldUntil('shop/web-0', '3/')).toBeUndefined()
  crowd.forget('shop/web-0')
  expect(crowd.hasBegun('shop/web-0', '2/')).toBe(false)
})

test('many that are under way save writes, and wait for nobody', () => {
  const { crowd, others } = crowding()
  others.isBusy = true
  expect(crowd.state).toBe('busy')
})
