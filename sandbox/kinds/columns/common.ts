import type { JsonObject } from '../../schema/schema.ts'
import type { Column } from '../kind.ts'

type Cell = Column['cell']

export function column(name: string, cell: Cell, more: Partial<Column> = {}): Column {
  return { name, type: 'string', format: '', priority: 0, description: '', cell, ...more }
}

/** Shown in the wide output alone. */
export const wide = (name: string, cell: Cell, more: Partial<Column> = {}): Column =>
  column(name, cell, { priority: 1, ...more })

export const integer = (name: string, cell: Cell, type: 'integer' | 'string' = 'integer'): Column =>
  column(name, cell, { type })

export const name: Column = column('Name', object => object.metadata.name, { format: 'name' })
export const age: Column = column('Age', (object, now) => renderAge(object.metadata.creationTimestamp, now))
export const createdAt: Column = column('Created At', object => object.metadata.creationTimestamp ?? '', {
  type: 'date',
})
export const nameAndAge: readonly Column[] = [name, age]

/** How long ago `timestamp` was, as Kubernetes shortens it; `<unknown>` when there is none. */
export function renderAge(timestamp: string | null | undefined, now: number): string {
  return timestamp ? renderDuration(now - Date.parse(timestamp)) : '<unknown>'
}

/** `5s`, `3m20s`, `45m`, `3h10m`, `26h`, `3d4h`, `400d`, `2y34d`: two units while the first is small, as `duration.HumanDuration` does. */
export function renderDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / 1000)
  if (seconds < -1) return '<invalid>'
  if (seconds < 0) return '0s'
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(seconds / 3600)
  const days = Math.floor(hours / 24)
  const two = (first: number, unit: string, second: number, small: string) =>
    `${first}${unit}${second ? `${second}${small}` : ''}`
  if (seconds < 120) return `${seconds}s`
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's')
  if (minutes < 180) return `${minutes}m`
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm')
  if (hours < 48) return `${hours}h`
  if (hours < 192) return two(days, 'd', hours % 24, 'h')
  if (hours < 24 * 365 * 2) return `${days}d`
  if (hours < 24 * 365 * 8) return two(Math.floor(days / 365), 'y', days % 365, 'd')
  return `${Math.floor(days / 365)}y`
}

export const count = (value: unknown): number => Object.keys((value ?? {}) as JsonObject).length

/** `a=b,c=d` by key; `<none>` for no labels. */
export function formatLabels(labels: { readonly [key: string]: string } | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`)
  return pairs.sort().join(',') || '<none>'
}

/** The first three of a list and how many more there are. */
export function listSome(list: readonly string[], none = '<unset>'): string {
  if (list.length === 0) return none
  return list.length > 3 ? `${list.slice(0, 3).join(',')} + ${list.length - 3} more...` : list.join(',')
}
