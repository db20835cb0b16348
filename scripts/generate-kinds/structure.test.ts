import { expect, test } from 'vitest'
import { reachableDefinitions } from './reachable.ts'
import { structureOf } from './structure.ts'

const published = {
  description: 'What it is.',
  type: 'object',
  properties: {
    spec: { description: 'More.', default: {}, allOf: [{ $ref: '#/components/schemas/io.x.Spec' }] },
    items: { type: 'array', items: { type: 'string', default: '' }, 'x-kubernetes-list-type': 'set' },
    description: { type: 'string', default: 'kept: it is a field' },
  },
}

test('only structure stays: no prose, no zero defaults, references by name', () => {
  expect(structureOf(published)).toEqual({
    type: 'object',
    properties: {
      spec: { $ref: 'io.x.Spec' },
      items: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
      description: { type: 'string', default: 'kept: it is a field' },
    },
  })
})

test('definitions that no root reaches are left out, and a root that is not published is told', () => {
  const all = { 'io.x.Kind': structureOf(published), 'io.x.Spec': { type: 'object' }, 'io.x.Other': {} }
  expect(reachableDefinitions(all, ['io.x.Kind']).map(([name]) => name)).toEqual(['io.x.Kind', 'io.x.Spec'])
  expect(() => reachableDefinitions(all, ['io.x.Missing'])).toThrow('io.x.Missing is not in the server')
})
