import { describe, expect, test } from 'vitest'
import { podTemplateHash } from './hash.ts'

const rollout = {
  metadata: { labels: { foo: 'bar' } },
  spec: {
    containers: [
      {
        name: 'container-name',
        image: 'foo/bar',
        resources: { limits: { cpu: '2000m', memory: '8192M' }, requests: { cpu: '0.15', memory: '8192M' } },
      },
    ],
  },
}
const demo = { metadata: { labels: { app: 'demo' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.25' }] } }

describe('literals of upstream (contract rollout 3.1)', () => {
  test('hash of 1.9 and later', () => expect(podTemplateHash(rollout)).toBe('6f496f9f78'))
  test('hash before 1.9', () => expect(podTemplateHash(rollout, undefined, 'before-1.9')).toBe('6c5667f666'))
  test('a collision count is mixed in, also 0', () => {
    expect([undefined, 0, 1].map(count => podTemplateHash(demo, count))).toEqual([
      'f64987cc8',
      '6df757cddb',
      '5b8d77467',
    ])
  })
})
