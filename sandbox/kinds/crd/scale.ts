import type { KubeObject } from '../../api.ts'
import { type FieldError, invalid } from '../../schema/field-error.ts'
import { isObject, type Value } from '../../schema/schema.ts'
import type { ScalePaths } from '../kind.ts'

const LARGEST = 2 ** 31 - 1

/** What is wrong at the places that a CRD's `/scale` reads; the field is the path as the CRD writes it. */
export function scaleErrors(scale: ScalePaths | undefined, object: KubeObject): FieldError[] {
  if (!scale) return []
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = scale
  const replicas = [specReplicasPath, statusReplicasPath].flatMap(path => replicaErrors(path, object))
  return labelSelectorPath ? [...replicas, ...selectorErrors(labelSelectorPath, object)] : replicas
}

function replicaErrors(path: string, object: KubeObject): FieldError[] {
  const { value = 0, fault } = read(path, object)
  if (fault) return [invalid(path, 0, fault)]
  if (!Number.isInteger(value))
    return [
      invalid(path, 0, accessorError(path, value, typeof value === 'number' ? 'float64' : goType(value), 'int64')),
    ]
  if (value < 0) return [invalid(path, value, 'should be a non-negative integer')]
  return value > LARGEST ? [invalid(path, value, `should be less than or equal to ${LARGEST}`)] : []
}

function selectorErrors(path: string, object: KubeObject): FieldError[] {
  const { value = '', fault } = read(path, object)
  if (fault) return [invalid(path, '', fault)]
  return typeof value === 'string' ? [] : [invalid(path, '', accessorError(path, value, goType(value), 'string'))]
}

function read(path: string, object: KubeObject): { readonly value?: Value; readonly fault?: string } {
  let value: Value = object
  for (const field of path.replace(/^\./, '').split('.')) {
    if (value === undefined) return {}
    if (!isObject(value)) return { fault: accessorError(path, value, goType(value), 'map[string]interface{}') }
    value = value[field]
  }
  return { value }
}

const accessorError = (path: string, value: Value, found: string, expected: string): string =>
  `${path} accessor error: ${value} is of the type ${found}, expected ${expected}`

function goType(value: Value): string {
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  if (Array.isArray(value)) return '[]interface {}'
  return isObject(value) ? 'map[string]interface {}' : typeof value
}
