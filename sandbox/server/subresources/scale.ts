import type { KubeObject } from '../../api.ts'
import type { ScalePaths } from '../../kinds/index.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { badRequest, internalError, invalid, pathNotFound } from '../errors.ts'
import { addressed } from '../metadata.ts'
import { writeOptions } from '../options.ts'
import type { Target } from '../target.ts'
import { decodeBody } from '../write/decode.ts'
import { patched } from '../write/patched.ts'
import { live, replace } from '../write/update.ts'
import { scaleKind } from './kinds.ts'

/** GET, PUT and PATCH of `/scale`: the object's replicas seen as an autoscaling/v1 Scale, where the kind's paths say. */
export function scale(cluster: Cluster, target: Target, call: Call): KubeObject {
  const paths = target.kind.subresources.scale
  if (!paths) throw pathNotFound()
  const object = live(cluster, target)
  if (call.method === 'GET' && read(object, paths.specReplicasPath) === undefined) {
    throw internalError(`the spec replicas field "${paths.specReplicasPath}" does not exist`)
  }
  const current = renderScale(object, paths)
  if (call.method === 'GET') return current
  const options = writeOptions(call, call.method === 'PUT' ? 'UpdateOptions' : 'PatchOptions')
  const json = call.method === 'PUT' ? decodeBody(call, scaleKind).json : patched(current, scaleKind, call).json
  const wanted = addressed(json, { ...target, subresource: '' }, scaleKind)
  const replicas = replicasOf(wanted)
  if (replicas < 0 && !target.kind.custom) throw negative(target.name, replicas)
  const changed = withReplicas(object, paths, replicas, wanted.metadata)
  return renderScale(replace(cluster, { ...target, subresource: 'scale' }, object, changed, options), paths)
}

function replicasOf(scale: KubeObject): number {
  const replicas = scale.spec?.replicas ?? 0
  if (Number.isInteger(replicas)) return replicas
  throw badRequest(
    `Scale in version "v1" cannot be handled as a Scale: json: cannot unmarshal ${typeof replicas} into Go struct field ScaleSpec.spec.replicas of type int32`,
  )
}

/** Of a custom resource its own schema says it. */
function negative(name: string, replicas: number): Error {
  const message = `Invalid value: ${replicas}: must be greater than or equal to 0`
  return invalid(scaleKind, name, [{ reason: 'FieldValueInvalid', message, field: 'spec.replicas' }])
}

/** The object with other replicas, under the preconditions of the Scale that asks for them. */
function withReplicas(
  object: KubeObject,
  paths: ScalePaths,
  replicas: number,
  asked: KubeObject['metadata'],
): KubeObject {
  const changed: KubeObject = JSON.parse(JSON.stringify(object))
  const fields = fieldsOf(paths.specReplicasPath)
  const parent = fields.slice(0, -1).reduce((at, field) => (at[field] ??= {}), changed)
  parent[fields.at(-1)!] = replicas
  if (asked.resourceVersion) changed.metadata.resourceVersion = asked.resourceVersion
  if (asked.uid) changed.metadata.uid = asked.uid
  return changed
}

export function renderScale(object: KubeObject, paths: ScalePaths): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata
  const selector = selectorText(paths.labelSelectorPath && read(object, paths.labelSelectorPath))
  const replicas = read(object, paths.specReplicasPath) ?? 0
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { ...(replicas !== 0 && { replicas: replicas as number }) },
    status: { replicas: (read(object, paths.statusReplicasPath) as number) ?? 0, ...(selector && { selector }) },
  }
}

/** A CRD's path points to text; the built-in kinds' to a LabelSelector, which is printed as text. */
function selectorText(selector: unknown): string {
  if (typeof selector !== 'object' || selector === null) return String(selector ?? '')
  const { matchLabels = {}, matchExpressions = [] } = selector as {
    matchLabels?: Record<string, string>
    matchExpressions?: { key: string; operator: string; values?: string[] }[]
  }
  const labels = Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` }))
  const expressions = matchExpressions.map(one => ({ key: one.key, text: expressionText(one) }))
  return [...labels, ...expressions]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(one => one.text)
    .join(',')
}

function expressionText({ key, operator, values = [] }: { key: string; operator: string; values?: string[] }): string {
  if (operator === 'Exists') return key
  if (operator === 'DoesNotExist') return `!${key}`
  return `${key} ${operator.toLowerCase()} (${[...values].sort().join(',')})`
}

const fieldsOf = (path: string) => path.split('.').filter(field => field !== '')

function read(object: KubeObject, path: string): unknown {
  return fieldsOf(path).reduce<unknown>((at, field) => (at as Record<string, unknown> | undefined)?.[field], object)
}
