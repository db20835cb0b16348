import { expect, test } from 'vitest'
import { HASH, MANAGED_BY } from '../core/keys.ts'
import { createCaches } from './cache/caches.ts'
import { projectService } from './cache/project.ts'
import type { Client } from './client/client.ts'
import { realClock } from './clock.ts'
import { silent } from './log.ts'
import { thing } from './testing/answers.ts'
import { rollout } from './testing/rollout.ts'
import { wire } from './wiring.ts'

test.each([
  ['blueGreen', { activeService: 'active', previewService: 'preview' }, ['shop/preview', 'shop/active']],
  ['canary', { stableService: 'stable', canaryService: 'canary' }, ['shop/canary', 'shop/stable']],
])(
  'Services that a %s Rollout no longer names are given back, the one with the most traffic last',
  (strategy, names, order) => {
    const caches = createCaches({ client: {} as Client, clock: realClock, log: silent, instanceId: '' })
    const seen: string[] = []
    wire({
      caches,
      isOn: () => true,
      rollout: () => {},
      service: key => void seen.push(key),
      workload: () => {},
      deleted: () => {},
    })
    caches.rollouts.set('shop/web', rollout({ spec: { strategy: { [strategy]: names } } }))
    for (const name of Object.values(names)) {
      const { metadata } = thing(name, '1')
      caches.services.set(
        `shop/${name}`,
        projectService({
          metadata: { ...metadata, annotations: { [MANAGED_BY]: 'web' } },
          spec: { selector: { [HASH]: 'abc' } },
        }),
      )
    }
    expect(seen).toEqual([])
    caches.rollouts.set('shop/web', rollout({ spec: { strategy: { canary: {} } } }))
    expect(seen).toEqual(order)
  },
)

test('a reading of everything that shows another Rollout of a name tells of the one that went first', () => {
  const caches = createCaches({ client: {} as Client, clock: realClock, log: silent, instanceId: '' })
  const seen: string[] = []
  wire({
    caches,
    isOn: () => true,
    rollout: key => void seen.push(`look at ${key}`),
    service: () => {},
    workload: () => {},
    deleted: (key, { metadata }) => void seen.push(`${key} is gone: ${metadata.uid}`),
  })
  caches.rollouts.set('shop/web', rollout({ metadata: { uid: 'a' } }))
  caches.rollouts.set('shop/web', rollout({ metadata: { uid: 'b' } }))
  caches.rollouts.set('shop/web', undefined)
  expect(seen).toEqual(['look at shop/web', 'shop/web is gone: a', 'look at shop/web', 'shop/web is gone: b'])
})
