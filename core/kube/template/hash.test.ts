import { describe, expect, test } from 'vitest'
import seen from '../testdata/template-hashes.json' with { type: 'json' }
import type { PodTemplate } from '../types.ts'
import { podTemplateHash, type Recipe } from './hash.ts'

const resources = { limits: { cpu: '2000m', memory: '8192M' }, requests: { cpu: '0.15', memory: '8192M' } }
const literal: PodTemplate = {
  metadata: { labels: { foo: 'bar' } },
  spec: { containers: [{ name: 'container-name', image: 'foo/bar', resources }] },
}
const demo: PodTemplate = {
  metadata: { labels: { app: 'demo' } },
  spec: { containers: [{ name: 'c', image: 'nginx:1.25' }] },
}

describe('literals of upstream (contract rollout 3.1)', () => {
  test('1.9 and later', () => expect(podTemplateHash(literal)).toBe('6f496f9f78'))
  test('before 1.9', () => expect(podTemplateHash(literal, undefined, 'before-1.9')).toBe('6c5667f666'))

  const web = (name: string, more: object = {}): PodTemplate => ({
    metadata: { labels: { app: name } },
    spec: {
      containers: [
        {
          name,
          image: 'nginx:1.19-alpine',
          ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }],
          resources: { requests: { memory: '16Mi', cpu: '5m' } },
        },
      ],
      ...more,
    },
  })
  test('with a readiness gate', () => {
    const gates = { readinessGates: [{ conditionType: 'argoproj.io/e2e-readiness' }] }
    expect(podTemplateHash(web('dynamic-stable-scale', gates))).toBe('6b56c8cdb4')
  })
  test('without', () => expect(podTemplateHash(web('canary-scaledowndelay'))).toBe('674d8cf959'))

  test('a collision count is mixed in, also 0', () => {
    expect(podTemplateHash(demo)).toBe('f64987cc8')
    expect(podTemplateHash(demo, 0)).toBe('6df757cddb')
    expect(podTemplateHash(demo, 1)).toBe('5b8d77467')
  })
})

describe('templates seen on a cluster with the hash that upstream stored', () => {
  test.each(seen as readonly Seen[])('$hash ($source)', ({ template, hash, recipe, collisionCount }) => {
    expect(podTemplateHash(template, collisionCount, recipe)).toBe(hash)
  })
})

interface Seen {
  readonly source: string
  readonly hash: string
  readonly recipe?: Recipe
  readonly collisionCount?: number
  readonly template: PodTemplate
}

test('other spellings of the same template hash alike (trap 2)', () => {
  const spelt = { limits: { memory: '8192M', cpu: 2 }, requests: { cpu: '150m', memory: '8192M' }, claims: [] }
  const container = { image: 'foo/bar', name: 'container-name', resources: spelt, command: null, tty: false }
  const template = {
    spec: { containers: [container], nodeSelector: {}, hostNetwork: false },
    metadata: literal.metadata,
  }
  expect(podTemplateHash(template as PodTemplate)).toBe('6f496f9f78')
})

test('fields that Kubernetes does not know do not count', () => {
  expect(podTemplateHash({ ...demo, spec: { ...demo.spec, invented: 1 } })).toBe('f64987cc8')
})
