import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../api.ts'
import { builtinKinds } from '../kinds/index.ts'
import { prune } from '../schema/prune.ts'
import type { JsonObject, Value } from '../schema/schema.ts'
import { jsonPatch, mergePatch, PatchError, strategicPatch } from './index.ts'

interface Case {
  readonly name: string
  readonly kind: string
  readonly type: 'json' | 'merge' | 'strategic'
  readonly patch: Value
  readonly answer: {
    readonly object?: JsonObject
    readonly code?: number
    readonly reason?: string
    readonly message?: string
  }
}

/** What a Kubernetes 1.34 API server made of each patch. */
const recorded: { documents: { [kind: string]: KubeObject }; cases: Case[] } = JSON.parse(
  readFileSync(new URL('./testdata/patches.json', import.meta.url), 'utf8'),
)

const kindOf = (name: string) => builtinKinds.find(one => one.kind === name)!

function patched({ kind, type, patch }: Case, document: KubeObject): KubeObject {
  if (type === 'json') return jsonPatch(document, patch)
  return type === 'merge'
    ? mergePatch(document, patch)
    : (strategicPatch(kindOf(kind).schema, document, patch) as KubeObject)
}

function answer(one: Case): Case['answer'] {
  const kind = kindOf(one.kind)
  const document = freeze(recorded.documents[one.kind]!)
  try {
    const object = structuredClone(patched(one, document))
    prune(kind.schema, object)
    kind.default(object)
    kind.prepareUpdate(object, document)
    return { object: JSON.parse(JSON.stringify(object)) }
  } catch (error) {
    if (!(error instanceof PatchError)) throw error
    return { code: error.code, reason: error.reason, message: error.message }
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}

describe('a patch does what it does on a real server', () => {
  test.each(recorded.cases)('$type: $name', one => {
    expect(answer({ ...one, patch: freeze(one.patch) })).toEqual(one.answer)
  })

  test('strategic: null as patch changes nothing', () => {
    const document = freeze(recorded.documents.Deployment!)
    expect(strategicPatch(kindOf('Deployment').schema, document, null)).toBe(document)
  })
})

const key = fc.constantFrom('a', 'b', 'c', 'spec', 'name', '__proto__', 'metadata')
const { json, object } = fc.letrec<{ json: Value; object: JsonObject }>(tie => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, 1, 'x', ''),
    fc.array(tie('json'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(key, tie('json')), { maxLength: 4 })
    .map(fields => JSON.parse(`{${fields.map(([k, v]) => `"${k}":${JSON.stringify(v)}`)}}`)),
}))
const pointer = fc
  .array(fc.constantFrom('a', 'b', '0', '1', '-', '-1', 'x~1y', ''), { maxLength: 4 })
  .map(parts => parts.map(part => `/${part}`).join(''))
const operation = fc.record(
  {
    op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test', 'zap'),
    path: pointer,
    from: pointer,
    value: json,
  },
  { requiredKeys: [] },
)
const directives = fc.constantFrom(
  '$patch',
  '$retainKeys',
  '$setElementOrder/containers',
  '$deleteFromPrimitiveList/finalizers',
  'containers',
  'name',
  'spec',
)
const strategic = fc.letrec<{ patch: JsonObject; value: Value }>(tie => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, 'delete', 'replace', 'a', 1),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('patch'),
  ),
  patch: fc.dictionary(directives, tie('value'), { maxKeys: 3 }),
})).patch

/** Runs a patch on frozen input: a write to it throws a TypeError, which is no PatchError. */
function survives(run: () => unknown): void {
  try {
    JSON.stringify(run())
  } catch (error) {
    if (!(error instanceof PatchError)) throw error
  }
}

/** The merge patch that leads from one document to another; arrays and nulls replace as they are. */
function diff(from: JsonObject, to: JsonObject): JsonObject {
  const gone = Object.keys(from).filter(name => !Object.hasOwn(to, name))
  const isMap = (value: Value) => typeof value === 'object' && value !== null && !Array.isArray(value)
  const changes = Object.entries(to).map(([name, value]) => {
    const before = Object.hasOwn(from, name) ? from[name] : undefined
    return [name, isMap(value) ? diff(isMap(before) ? before : {}, value) : value]
  })
  return Object.fromEntries([...gone.map(name => [name, null]), ...changes])
}

function withoutNullFields(value: Value): Value {
  return JSON.parse(JSON.stringify(value), (_, field) =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).filter(([, one]) => one !== null))
      : field,
  )
}

describe('whatever the patch', () => {
  test('JSON patch answers a document or a PatchError, and leaves its input alone', () => {
    fc.assert(
      fc.property(object, fc.oneof(fc.array(operation, { maxLength: 6 }), json), (document, patch) =>
        survives(() => jsonPatch(freeze(document), freeze(patch))),
      ),
    )
  })

  test('merge patch answers a document, and leaves its input alone', () => {
    fc.assert(
      fc.property(object, json, (document, patch) => survives(() => mergePatch(freeze(document), freeze(patch)))),
    )
  })

  test('merging the difference gives the target', () => {
    fc.assert(
      fc.property(object, object, (from, to) => {
        const target = withoutNullFields(to)
        expect(mergePatch(freeze(from), freeze(diff(from, target)))).toEqual(target)
      }),
    )
  })

  test('merging the same patch twice is merging it once', () => {
    fc.assert(
      fc.property(object, object, (document, patch) => {
        const once = mergePatch(document, patch)
        expect(mergePatch(once, patch)).toEqual(once)
      }),
    )
  })

  test('strategic merge answers a document or a PatchError, and leaves its input alone', () => {
    const { schema } = kindOf('Deployment')
    const document = freeze(recorded.documents.Deployment!)
    const placed = strategic.map(patch => ({ ...patch, metadata: patch, spec: { template: { spec: patch } } }))
    fc.assert(fc.property(placed, patch => survives(() => strategicPatch(schema, document, freeze(patch)))))
  })
})
