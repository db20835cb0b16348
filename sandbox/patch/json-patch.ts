import { isDeepStrictEqual } from 'node:util'
import { isObject, type JsonObject, setField, type Value } from '../schema/schema.ts'
import { PatchError } from './patch-error.ts'

/** The one text that the server answers, whatever is wrong between the operations and the document. */
const REJECTED = 'the server rejected our request due to an error in our request'
const MOST_OPERATIONS = 10_000

/**
 * RFC 6902 as the server's library reads it: an index may count from the end (`-1`), `replace` and `copy` of a field that is not there are no errors
 * (it counts as null), and so is `test` of it against null. Returns a new document; both inputs stay as they are. Throws PatchError: 400 for
 * operations that are no list of objects, 422 for operations that do not fit.
 */
export function jsonPatch(document: Value, operations: Value): Value {
  if (operations === null) return document
  if (!Array.isArray(operations)) throw notOperations(operations, '[]')
  if (operations.length > MOST_OPERATIONS) {
    throw new PatchError(
      `The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${operations.length}`,
      413,
    )
  }
  let patched: Value = structuredClone(document)
  for (const operation of operations) {
    if (!isObject(operation)) throw notOperations(operation, '')
    patched = applyOperation(patched, operation)
  }
  return patched
}

function notOperations(value: Value, list: string): PatchError {
  const found = Array.isArray(value)
    ? 'array'
    : value === null
      ? 'null'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value
  return new PatchError(
    `error decoding patch: json: cannot unmarshal ${found} into Go value of type ${list}handlers.jsonPatchOp`,
  )
}

function applyOperation(document: Value, { op, path, from, value = null }: JsonObject): Value {
  if (typeof path !== 'string') throw rejected()
  if (op === 'replace' && path === '') return structuredClone(value)
  if (op === 'test' && path === '') return test(document, value, document)
  const at = locate(document, path)
  if (op === 'add') add(at, structuredClone(value))
  else if (op === 'remove') take(at)
  else if (op === 'replace') replace(at, structuredClone(value))
  else if (op === 'test') test(read(at), value, document)
  else if (op === 'copy') add(at, structuredClone(read(locate(document, from))))
  else if (op === 'move') {
    const moved = take(locate(document, from))
    add(locate(document, path), moved)
  } else throw rejected()
  return document
}

interface Place {
  readonly container: JsonObject | Value[]
  readonly key: string
}

function locate(document: Value, path: Value): Place {
  if (typeof path !== 'string' || !path.includes('/')) throw rejected()
  const keys = path.split('/').slice(1).map(decodeKey)
  let container = document
  for (const key of keys.slice(0, -1)) container = read({ container: asContainer(container), key })
  return { container: asContainer(container), key: keys.at(-1)! }
}

const decodeKey = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~')

function asContainer(value: Value): JsonObject | Value[] {
  if (typeof value !== 'object' || value === null) throw rejected()
  return value
}

/** An index of an existing item, or of the place after the last one when `room` is 1. */
function index(list: readonly Value[], key: string, room: 0 | 1): number {
  if (!/^[+-]?\d+$/.test(key)) throw rejected()
  const size = list.length + room
  const at = Number(key) < 0 ? Number(key) + size : Number(key)
  if (at < 0 || at >= size) throw rejected()
  return at
}

function read({ container, key }: Place): Value {
  if (Array.isArray(container)) return container[index(container, key, 0)]
  return Object.hasOwn(container, key) ? container[key] : null
}

function add({ container, key }: Place, value: Value): void {
  if (!Array.isArray(container)) setField(container, key, value)
  else if (key === '-') container.push(value)
  else container.splice(index(container, key, 1), 0, value)
}

function replace({ container, key }: Place, value: Value): void {
  if (Array.isArray(container)) container[index(container, key, 0)] = value
  else setField(container, key, value)
}

function take(place: Place): Value {
  const value = read(place)
  if (Array.isArray(place.container)) place.container.splice(index(place.container, place.key, 0), 1)
  else if (!Object.hasOwn(place.container, place.key)) throw rejected()
  else delete place.container[place.key]
  return value
}

function test(value: Value, expected: Value, document: Value): Value {
  if (!isDeepStrictEqual(value, expected)) throw rejected()
  return document
}

function rejected(): PatchError {
  return new PatchError(REJECTED, 422)
}
