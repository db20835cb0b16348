import type { KubeObject } from '../api.ts'
import type { Kind } from '../kinds/kind.ts'
import { badRequest } from './errors.ts'
import { storageOf } from './kinds.ts'
import type { Predicate } from './label-selector.ts'

/** The fields that a `fieldSelector` may name beside metadata.name and metadata.namespace, as on the real server. */
const FIELDS: Record<string, readonly string[]> = {
  '/pods': [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  '/events': [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  '/namespaces': ['status.phase'],
  '/nodes': ['spec.unschedulable'],
  '/secrets': ['type'],
  '/services': ['spec.clusterIP', 'spec.type'],
  'apps/replicasets': ['status.replicas'],
  'batch/jobs': ['status.successful'],
}

/** The predicate of a `fieldSelector` parameter for the kind. Throws 400 for a field that it cannot be selected by. */
export function fieldSelector(text: string, kind: Kind): Predicate {
  const known = ['metadata.name', 'metadata.namespace', ...(FIELDS[storageOf(kind)] ?? kind.selectableFields ?? [])]
  const tests = text
    .split(',')
    .filter(term => term !== '')
    .map(term => test(term, known, kind.custom))
  return object => tests.every(holds => holds(object))
}

/** The name that `metadata.name=x` asks for: RBAC's resourceNames and the watch of one object need it. */
export function selectedName(text: string): string | undefined {
  return /(?:^|,)metadata\.name==?([^,]*)/.exec(text)?.[1]
}

function test(term: string, known: readonly string[], isCustom: boolean): Predicate {
  const match = /^([^=!]*)(==|!=|=)(.*)$/.exec(term)
  if (!match) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`)
  const [, field, operator, value] = match as unknown as [string, string, string, string]
  if (!known.includes(field)) throw badRequest(unknownField(field, known, isCustom))
  return object => (fieldValue(object, field) === value) === (operator !== '!=')
}

function unknownField(field: string, known: readonly string[], isCustom: boolean): string {
  if (isCustom || known.length > 2) return `field label not supported: ${field}`
  return `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
}

function fieldValue(object: KubeObject, field: string): string {
  if (field === 'status.successful') return String(object.status?.succeeded ?? 0)
  if (field === 'source' || field === 'reportingComponent')
    return object.source?.component || object.reportingComponent || ''
  const value = field
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], object)
  return value === undefined || value === null ? (field === 'spec.unschedulable' ? 'false' : '') : String(value)
}
