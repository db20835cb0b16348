import { expect, test } from 'vitest'
import { changesOf, goalLines, hasGrown } from './compare.ts'
import { countsSince, totalsOf } from './counts.ts'
import { measureRequests } from './measure.ts'
import { expectedCounts } from './row.ts'

test('updates, a start and an idle hour ask for what is committed, no more and no less', {
  timeout: 120_000,
}, async () => {
  expect(changesOf(expectedCounts(), await measureRequests())).toEqual([])
})

const none = { blueGreen: {}, slowCanary: {}, slowBlueGreen: {}, start: {}, idle: {} }
const counts = (canary: object) => ({ canary: { ...canary }, ...none })

test('a kind of request that grows is seen, one that falls is no failure', () => {
  const before = counts({ 'create events': 3, 'patch rollouts/status': 2 })
  const more = changesOf(before, counts({ 'create events': 3, 'patch rollouts/status': 2, 'get pods': 1 }))
  expect(more).toEqual([{ scene: 'canary', kind: 'get pods', expected: 0, measured: 1 }])
  expect(hasGrown(more)).toBe(true)
  const less = changesOf(before, counts({ 'create events': 3, 'patch rollouts/status': 1 }))
  expect(less).toEqual([{ scene: 'canary', kind: 'patch rollouts/status', expected: 2, measured: 1 }])
  expect(hasGrown(less)).toBe(false)
})

test('watches and leases do not count, answers of all codes do', () => {
  const request = (verb: string, resource: string, code = 200) => ({ verb, resource, code, count: 2 })
  const requests = [
    request('watch', 'rollouts'),
    request('update', 'leases'),
    request('patch', 'rollouts/status'),
    request('patch', 'rollouts/status', 409),
    request('create', 'events', 201),
    request('get', 'replicasets'),
  ]
  const since = countsSince({ 'create events': 1 }, requests)
  expect(since).toEqual({ 'create events': 1, 'get replicasets': 2, 'patch rollouts/status': 4 })
  expect(totalsOf(since)).toEqual({ requests: 7, writes: 5, events: 1, gets: 2 })
})

test('a goal that is missed says by how much', () => {
  const lines = goalLines(counts({ 'create events': 10, 'patch rollouts/status': 17 }))
  expect(lines).toContain('canary: 17 requests other than events, goal at most 15: missed by 2')
  expect(lines).toContain('canary: 27 requests, goal at most 32')
})
