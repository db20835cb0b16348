import { expect, test } from 'vitest'
import { VirtualClock } from '../sandbox/clock/clock.ts'
import { isAtLeast } from './cache/store.ts'
import { Expectations } from './expectations.ts'

const watched = (versions: { [resource: string]: string }) => {
  const clock = new VirtualClock()
  return { clock, versions, expectations: new Expectations(clock, resource => versions[resource] ?? '0') }
}

test('a key that has written waits until the watch of that resource has reached the version it was given (trap 4)', () => {
  const { versions, expectations } = watched({ replicasets: '99', rollouts: '99' })
  expectations.wrote('shop/web', 'replicasets', '100')
  expect(expectations.isMet('shop/web')).toBe(false)
  expect(expectations.isMet('shop/other')).toBe(true)
  versions.rollouts = '200'
  expect(expectations.isMet('shop/web')).toBe(false)
  versions.replicasets = '101'
  expect(expectations.isMet('shop/web')).toBe(true)
})

test('versions are numbers of any length', () => {
  expect(isAtLeast('10', '9')).toBe(true)
  expect(isAtLeast('9', '10')).toBe(false)
  expect(isAtLeast('18446744073709551616', '18446744073709551615')).toBe(true)
})

test('a watch is behind by what we have written of its resource and it has not shown, for half a minute', async () => {
  const { clock, versions, expectations } = watched({ rollouts: '99', replicasets: '99' })
  expectations.wrote('shop/web', 'rollouts', '100')
  expectations.wrote('shop/web', 'replicasets', '101')
  expectations.wrote('shop/api', 'rollouts', '102')
  expect(expectations.unshown('rollouts')).toBe(2)
  versions.rollouts = '101'
  expect(expectations.unshown('rollouts')).toBe(1)
  versions.rollouts = '102'
  expect(expectations.unshown('rollouts')).toBe(0)
  // A store that was set back counts from an older version on.
  versions.rollouts = '50'
  expectations.wrote('shop/web', 'rollouts', '103')
  await clock.advanceTo(clock.now() + 29_999)
  expect(expectations.unshown('rollouts')).toBe(1)
  await clock.advanceTo(clock.now() + 1)
  expect(expectations.unshown('rollouts')).toBe(0)
})

test('a deletion is waited for until the cache no longer shows the object', () => {
  const { expectations } = watched({})
  let isGone = false
  expectations.deleted('shop/web', 'replicasets', () => isGone)
  expect(expectations.isMet('shop/web')).toBe(false)
  isGone = true
  expect(expectations.isMet('shop/web')).toBe(true)
})

test('a view that is behind for half a minute is overdue', async () => {
  const { clock, expectations } = watched({})
  const start = clock.now()
  expectations.wrote('shop/web', 'replicasets', '5')
  await clock.advanceTo(start + 29_999)
  expect(expectations.overdue('shop/web')).toEqual({ resources: [], next: start + 30_000 })
  await clock.advanceTo(start + 30_000)
  expect(expectations.overdue('shop/web').resources).toEqual(['replicasets'])
})
