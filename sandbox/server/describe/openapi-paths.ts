import type { Kind } from '../../kinds/kind.ts'
import { apiVersionOf } from '../kinds.ts'
import { verbsOf } from './verbs.ts'

const parameter = (name: string, type: string) => ({ name, in: 'query', schema: { type, uniqueItems: true } })

const WRITE_PARAMETERS = [
  parameter('dryRun', 'string'),
  parameter('fieldManager', 'string'),
  parameter('fieldValidation', 'string'),
]
const PATCH_TYPES = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json']

/** The operations on a kind, with what kubectl looks for: the kind, and whether the server validates fields. */
export function openapiPaths(kind: Kind, schema: string): Record<string, object> {
  const root = kind.group ? `/apis/${apiVersionOf(kind)}` : `/api/${kind.version}`
  const collection = `${root}${kind.namespaced ? '/namespaces/{namespace}' : ''}/${kind.plural}`
  const body = (types: readonly string[]) => ({
    requestBody: {
      content: Object.fromEntries(types.map(type => [type, { schema: { $ref: `#/components/schemas/${schema}` } }])),
    },
  })
  const operation = (action: string, more: object = {}) => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group: kind.group, version: kind.version, kind: kind.kind },
    responses: { 200: { description: 'OK' } },
    ...more,
  })
  const post = operation('post', { parameters: WRITE_PARAMETERS, ...body(['application/json']) })
  if (verbsOf(kind).length === 1) return { [collection]: { post } }
  const patches = kind.custom ? PATCH_TYPES : [...PATCH_TYPES, 'application/strategic-merge-patch+json']
  return {
    [collection]: { get: operation('list'), post, delete: operation('deletecollection') },
    [`${collection}/{name}`]: {
      get: operation('get'),
      put: operation('put', { parameters: WRITE_PARAMETERS, ...body(['application/json']) }),
      patch: operation('patch', { parameters: [...WRITE_PARAMETERS, parameter('force', 'boolean')], ...body(patches) }),
      delete: operation('delete'),
    },
  }
}
