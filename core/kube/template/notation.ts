/**
 * A compact notation for Kubernetes' types: one line a type, its fields in the order of serialisation.
 *
 *     Type = name! image command:[] ports:[containerPort,protocol]ContainerPort resources:ContainerResources
 *
 * After the name of a field: nothing = left out when zero, `!` always written and required, `+` left out when zero and
 * required, `*` left out when absent, `!*` null when absent. After `:` its type: `Type`, `*Type` (a pointer),
 * `[]T` (a list, replaced as a whole), `[set]T`, `[a,b]T` (merged by keys a and b), `{}T`, `{atomic}T` (maps),
 * `~` in front = the CRD has no schema for it; no type = string. After `=` the CRD's default. `<Type>` stands for the
 * fields of Type; `@` after the name of a type: server-side apply replaces it as a whole.
 */
import type { Field, ObjectShape, Scalar, Shape } from '../shape.ts'

const scalars: readonly string[] = ['int32', 'int64', 'bool', 'time', 'IntOrString', 'Quantity'] satisfies Scalar[]

/** Reads the notation; returns a lookup of object shapes by type name that throws for unknown types. */
export function readNotation(text: string): (type: string) => ObjectShape {
  const lines = new Map<string, string>()
  for (const line of text.replace(/\n +/g, ' ').split('\n')) {
    const [head, body] = line.split(' = ')
    if (head && body !== undefined) lines.set(head, body)
  }
  const shapes = new Map<string, ObjectShape>()
  const shapeOf = (type: string): ObjectShape => {
    const known = shapes.get(type)
    if (known) return known
    const atomic = lines.has(`${type}@`)
    const body = lines.get(atomic ? `${type}@` : type)
    if (body === undefined) throw new Error(`field table: unknown type ${type}`)
    const fields = Object.fromEntries(body.split(' ').flatMap(word => readField(word, shapeOf)))
    const shape: ObjectShape = { kind: 'object', name: type, fields, ...(atomic && { atomic }) }
    shapes.set(type, shape)
    return shape
  }
  return shapeOf
}

type Lookup = (type: string) => ObjectShape

function readField(word: string, shapeOf: Lookup): [string, Field][] {
  if (word.startsWith('<')) return Object.entries(shapeOf(word.slice(1, -1)).fields)
  const parts = /^(\w+)([!+]?)(\*?)(?::(~?)(.*?))?(?:=(.*))?$/.exec(word)
  if (!parts) throw new Error(`field table: cannot read ${word}`)
  const [, name = '', mark, star, loose, type = '', preset] = parts
  const isPointer = Boolean(star) || type.startsWith('*')
  const shape = readType(type.replace(/^\*/, ''), shapeOf)
  const isEmbedded = !isPointer && (shape.kind === 'object' || type === 'Quantity')
  const always = mark === '!' || isEmbedded
  const field: Field = {
    shape,
    emit: always ? (isPointer ? 'null' : 'always') : isPointer ? 'set' : 'filled',
    ...(mark && !star && { required: true }),
    ...(loose && { loose: true }),
    ...(preset !== undefined && { default: JSON.parse(preset) }),
  }
  return [[name, field]]
}

function readType(type: string, shapeOf: Lookup): Shape {
  const [, kind, inside = '', of = ''] = /^([[{])(.*?)[\]}](.*)$/.exec(type) ?? []
  if (kind === '{') return { kind: 'map', of: readType(of, shapeOf), ...(inside && { atomic: true }) }
  if (kind === '[') {
    if (inside === 'set') return { kind: 'list', of: readType(of, shapeOf), set: true }
    return { kind: 'list', of: readType(of, shapeOf), ...(inside ? { keys: inside.split(',') } : { atomic: true }) }
  }
  if (type === '' || scalars.includes(type)) return { kind: 'scalar', scalar: (type || 'string') as Scalar }
  return shapeOf(type)
}
