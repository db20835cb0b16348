/**
 * Reads messages in protobuf's wire format: the fields that a table names, all others are passed over unread. The API server writes
 * its own kinds so at a third of what JSON costs it, and most of a ReplicaSet is a pod template that nobody here looks at.
 */

/** Makes a value of the bytes from `from` to `to`; `before` is what the same field has already brought. */
export type Read<T = unknown> = (bytes: Buffer, from: number, to: number, before?: unknown) => T

/** Where a field stands in its message, and how to read it; a number needs no telling. */
export type Field = readonly [number: number, read?: Read]

export const text: Read<string> = (bytes, from, to) => bytes.toString('utf8', from, to)

export const flag: Read<boolean> = (bytes, from) => bytes[from] !== 0

export const raw: Read<Buffer> = (bytes, from, to) => bytes.subarray(from, to)

/**
 * A message as an object; the table has to name every field of its type, so that none is forgotten that JSON would bring. What is not
 * there, an empty text included, has no property.
 */
export function message<T>(fields: { readonly [name in keyof T]-?: Field }): Read<T> {
  const known: { name: string; read: Read | undefined }[] = []
  for (const [name, [number, read]] of Object.entries<Field>(fields)) known[number] = { name, read }
  return (bytes, from, to) => {
    const found: { [name: string]: unknown } = {}
    const cursor = new Cursor(bytes, from)
    while (cursor.at < to) {
      const tag = cursor.varint()
      const field = known[Math.floor(tag / 8)]
      const value = cursor.value(tag % 8, field?.read, field && found[field.name])
      if (field && value !== undefined && value !== '') found[field.name] = value
    }
    if (cursor.at > to) throw new Error('protobuf: a field is longer than the message that it stands in')
    return found as T
  }
}

export function list<T>(read: Read<T>): Read<T[]> {
  return (bytes, from, to, before) => {
    const found = (before as T[] | undefined) ?? []
    found.push(read(bytes, from, to))
    return found
  }
}

const entry = message<{ key?: string; value?: string }>({ key: [1, text], value: [2, text] })

export const map: Read<{ [key: string]: string }> = (bytes, from, to, before) => {
  const found = (before as { [key: string]: string } | undefined) ?? {}
  const { key = '', value = '' } = entry(bytes, from, to)
  found[key] = value
  return found
}

class Cursor {
  at: number
  private readonly bytes: Buffer

  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes
    this.at = at
  }

  varint(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.at++]
      if (byte === undefined) throw new Error('protobuf: the message ends within a field')
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }

  /** Moves past a field; its value, when it is one that is read. */
  value(wireType: number, read: Read | undefined, before: unknown): unknown {
    const begin = this.at
    if (wireType === 0) {
      const number = this.varint()
      return read ? read(this.bytes, begin, this.at) : number
    }
    const length = wireType === 2 ? this.varint() : fixed[wireType]
    if (length === undefined) throw new Error(`protobuf: there is no wire type ${wireType}`)
    const from = this.at
    this.at += length
    return read?.(this.bytes, from, this.at, before)
  }
}

/** Numbers of 64 and 32 bits, which none of the fields read here has. */
const fixed: { readonly [wireType: number]: number } = { 1: 8, 5: 4 }
