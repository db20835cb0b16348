import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject, Schema } from '../../schema/schema.ts'
import { PatchError } from '../patch-error.ts'
import { serverSideApply } from '../server-side-apply.ts'
import { compare } from './compare.ts'
import { renderPath } from './element.ts'
import { difference, type FieldSet, type FieldSetDraft, insert, intersection, pathsOf, union } from './field-set.ts'
import { fieldsOf } from './of-object.ts'

const element = fc.constantFrom('f:a', 'f:b', 'k:{"name":"x"}', 'v:1')
const paths = fc.array(fc.array(element, { minLength: 1, maxLength: 3 }), { maxLength: 6 })

function setOf(all: readonly (readonly string[])[]): FieldSet {
  const draft: FieldSetDraft = {}
  for (const path of all) insert(draft, path)
  return draft
}

const texts = (set: FieldSet): string[] =>
  pathsOf(set)
    .map(path => path.join(' '))
    .sort()
const distinct = (all: readonly (readonly string[])[]): string[] => [...new Set(all.map(path => path.join(' ')))].sort()

describe('sets of field paths', () => {
  test('hold what was put into them', () => {
    fc.assert(
      fc.property(paths, all => {
        expect(texts(setOf(all))).toEqual(distinct(all))
      }),
    )
  })

  test('unite, differ and intersect as sets of texts do', () => {
    fc.assert(
      fc.property(paths, paths, (left, right) => {
        const [a, b] = [setOf(left), setOf(right)]
        const [inA, inB] = [new Set(distinct(left)), new Set(distinct(right))]
        expect(texts(union(a, b))).toEqual([...new Set([...inA, ...inB])].sort())
        expect(texts(difference(a, b))).toEqual([...inA].filter(path => !inB.has(path)))
        expect(texts(intersection(a, b))).toEqual([...inA].filter(path => inB.has(path)))
      }),
    )
  })

  test('name a path as conflicts do', () => {
    const path = ['f:spec', 'f:ports', 'k:{"containerPort":80,"protocol":"TCP"}', 'f:name']
    expect(renderPath(path)).toBe('.spec.ports[containerPort=80,protocol="TCP"].name')
    expect(renderPath(['f:metadata', 'f:finalizers', 'v:"x.y/z"'])).toBe('.metadata.finalizers[="x.y/z"]')
  })
})

const schema: Schema = {
  type: 'object',
  properties: {
    metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    map: { type: 'object', additionalProperties: { type: 'integer' } },
    list: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
      items: { type: 'object', properties: { name: { type: 'string' }, value: { type: 'integer' } } },
    },
    set: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
    atomic: { type: 'array', items: { type: 'integer' } },
  },
}
const word = fc.constantFrom('a', 'b', 'c')
const number = fc.integer({ min: 0, max: 3 })
const applied = fc.record(
  {
    map: fc.dictionary(word, number, { maxKeys: 3, noNullPrototype: true }),
    list: fc.uniqueArray(fc.record({ name: word, value: number }, { requiredKeys: ['name'] }), {
      selector: item => item.name,
      maxLength: 3,
    }),
    set: fc.uniqueArray(word, { maxLength: 3 }),
    atomic: fc.array(number, { maxLength: 2 }),
  },
  { requiredKeys: [] },
)

function apply(live: JsonObject | undefined, object: JsonObject, manager: string, force = true): JsonObject {
  const before = JSON.stringify([live, object])
  const result = serverSideApply({
    schema,
    live,
    applied: object,
    manager,
    force,
    time: 'T',
    apiVersion: 'v1',
    subresource: '',
  })
  expect(JSON.stringify([live, object])).toBe(before)
  if (!('object' in result)) throw new Error(result.message)
  return { ...result.object, metadata: { ...result.object.metadata, uid: 'U' } }
}

const stated = ({ metadata, ...rest }: JsonObject): JsonObject => rest

describe('server-side apply', () => {
  test('the same twice changes nothing', () => {
    fc.assert(
      fc.property(applied, applied, (first, second) => {
        const once = apply(apply(undefined, first, 'one'), second, 'two')
        expect(apply(once, second, 'two')).toEqual(once)
      }),
    )
  })

  test('a forced apply leaves every applied field as it was said', () => {
    fc.assert(
      fc.property(applied, applied, (first, second) => {
        const { modified, removed } = compare(
          schema,
          second,
          stated(apply(apply(undefined, first, 'one'), second, 'two')),
        )
        expect(intersection(union(modified, removed), fieldsOf(schema, second))).toEqual({})
      }),
    )
  })

  test('who lets go of everything leaves what the other applied', () => {
    fc.assert(
      fc.property(applied, applied, (first, second) => {
        const alone = apply(undefined, first, 'one')
        const both = apply(alone, second, 'two')
        const left = apply(both, {}, 'two')
        const { added } = compare(schema, stated(alone), stated(left))
        expect(intersection(added, fieldsOf(schema, second))).toEqual({})
      }),
    )
  })

  test('anything else is told with a PatchError', () => {
    const odd = fc.dictionary(fc.constantFrom('map', 'list', 'set', 'atomic', 'zap'), fc.jsonValue({ maxDepth: 3 }), {
      noNullPrototype: true,
    })
    fc.assert(
      fc.property(applied, odd, (first, object) => {
        try {
          apply(apply(undefined, first, 'one'), object as JsonObject, 'two')
        } catch (error) {
          expect(error).toBeInstanceOf(PatchError)
        }
      }),
    )
  })
})
