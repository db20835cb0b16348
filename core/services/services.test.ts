import { describe, expect, it } from 'vitest'
import { HASH, MANAGED_BY } from '../keys.ts'
import { clusterWith } from '../simulate/fixture.ts'
import type { ServiceView } from '../world.ts'
import { decideService, servicesOf } from './cleanup.ts'

const { rollout } = clusterWith({ strategy: { blueGreen: { activeService: 'active', previewService: 'preview' } } })
const service: ServiceView = {
  name: 'active',
  uid: 'u',
  resourceVersion: '7',
  creationTimestamp: '2026-01-01T00:00:00Z',
  selector: { app: 'web', [HASH]: 'abc' },
  annotations: { [MANAGED_BY]: 'web' },
}

describe('a Service that a Rollout has managed', () => {
  it('is left alone while a Rollout names it', () => {
    expect(decideService(service, 'shop', [rollout])).toBeUndefined()
  })

  it.each([
    ['is gone', []],
    [
      'is being deleted',
      [{ ...rollout, metadata: { ...rollout.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }],
    ],
    ['names other Services', [clusterWith({ strategy: { canary: { stableService: 'other' } } }).rollout]],
  ])('gets its selector back when the Rollout %s', (_, rollouts) => {
    expect(decideService(service, 'shop', rollouts)).toMatchObject({
      do: 'patch',
      target: { kind: 'Service', namespace: 'shop', name: 'active' },
      body: { metadata: { annotations: { [MANAGED_BY]: null } }, spec: { selector: { [HASH]: null } } },
      preconditions: { uid: 'u', resourceVersion: '7' },
    })
  })

  it('is nobody’s business without the annotation', () => {
    expect(decideService({ ...service, annotations: {} }, 'shop', [])).toBeUndefined()
  })

  it('is nobody’s business without a hash: it finds every pod already, and keeps what it says (contract rollout 11.1)', () => {
    expect(decideService({ ...service, selector: { app: 'web' } }, 'shop', [])).toBeUndefined()
  })
})

it('the Services of a strategy are the ones that it names', () => {
  expect(servicesOf(rollout)).toEqual(['active', 'preview'])
  const canary = { stableService: 's', canaryService: '', pingPong: { pingService: 'ping', pongService: 'pong' } }
  expect(servicesOf(clusterWith({ strategy: { canary } }).rollout)).toEqual(['s', 'ping', 'pong'])
})
