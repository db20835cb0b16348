import type { Value } from './schema.ts'

/** How the server's texts name types and places. */
export function typeOf(value: Value): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

export const inBody = (path: string): string => `${path} in body`

export const join = (path: string, name: string): string => (path ? `${path}.${name}` : name)
