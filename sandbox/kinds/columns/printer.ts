import type { JsonObject, Value } from '../../schema/schema.ts'
import type { Column } from '../kind.ts'
import { age, column, name, renderAge } from './common.ts'
import { findByPath } from './json-path.ts'

/** The columns of a custom resource: its name and what the CRD asks for, or its age when it asks for nothing. */
export function printerColumns(declared: readonly JsonObject[] | undefined): readonly Column[] {
  return [name, ...(declared?.map(printerColumn) ?? [{ ...age, type: 'date' as const }])]
}

function printerColumn({ name: title, type, format = '', priority = 0, jsonPath, description }: JsonObject): Column {
  return column(title, (object, now) => cell(type, findByPath(jsonPath, object)[0], now), {
    type,
    format,
    priority,
    description: description || `Custom resource definition column (in JSONPath format): ${jsonPath}`,
  })
}

/** A value of another type than the column's prints nothing. */
function cell(type: string, value: Value, now: number): ReturnType<Column['cell']> {
  if (value === undefined || value === null) return null
  if (type === 'string') return typeof value === 'string' ? value : JSON.stringify(value)
  if (type === 'date') return typeof value === 'string' ? printDate(value, now) : null
  if (type === 'integer') return typeof value === 'number' ? Math.trunc(value) : null
  return typeof value === type ? value : null
}

const printDate = (value: string, now: number): string =>
  Number.isNaN(Date.parse(value)) ? '<invalid>' : renderAge(value, now)
