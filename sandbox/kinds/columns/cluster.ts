import type { JsonObject } from '../../schema/schema.ts'
import type { Column } from '../kind.ts'
import { age, column, count, createdAt, integer, name, renderAge, wide } from './common.ts'

export const configMapColumns: readonly Column[] = [
  name,
  column('Data', ({ data, binaryData }) => count(data) + count(binaryData)),
  age,
]

export const secretColumns: readonly Column[] = [
  name,
  column('Type', ({ type }) => type),
  column('Data', ({ data }) => count(data)),
  age,
]

export const serviceAccountColumns: readonly Column[] = [
  name,
  column('Secrets', ({ secrets }) => secrets?.length ?? 0),
  age,
]

export const leaseColumns: readonly Column[] = [name, column('Holder', ({ spec }) => spec?.holderIdentity ?? ''), age]

/** RBAC roles and CustomResourceDefinitions have no columns of their own. */
export const createdAtColumns: readonly Column[] = [name, createdAt]

const subjects = (kind: string) => (object: JsonObject) =>
  (object.subjects ?? [])
    .filter((one: JsonObject) => one.kind === kind)
    .map((one: JsonObject) => (kind === 'ServiceAccount' ? `${one.namespace}/${one.name}` : one.name))
    .join(', ')

export const bindingColumns: readonly Column[] = [
  name,
  column('Role', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
  age,
  wide('Users', subjects('User')),
  wide('Groups', subjects('Group')),
  wide('ServiceAccounts', subjects('ServiceAccount')),
]

const address = (type: string) => (node: JsonObject) =>
  node.status?.addresses?.find((one: JsonObject) => one.type === type)?.address ?? '<none>'

const info = (field: string) => (node: JsonObject) => node.status?.nodeInfo?.[field] || '<unknown>'

export const nodeColumns: readonly Column[] = [
  name,
  column('Status', nodeStatus),
  column('Roles', nodeRoles),
  age,
  column('Version', node => node.status?.nodeInfo?.kubeletVersion ?? ''),
  wide('Internal-IP', address('InternalIP')),
  wide('External-IP', address('ExternalIP')),
  wide('OS-Image', info('osImage')),
  wide('Kernel-Version', info('kernelVersion')),
  wide('Container-Runtime', info('containerRuntimeVersion')),
]

function nodeStatus({ spec, status }: JsonObject): string {
  const condition = status?.conditions?.find((one: JsonObject) => one.type === 'Ready')
  const ready = !condition ? 'Unknown' : condition.status === 'True' ? 'Ready' : 'NotReady'
  return spec?.unschedulable ? `${ready},SchedulingDisabled` : ready
}

const ROLE = 'node-role.kubernetes.io/'

function nodeRoles({ metadata }: JsonObject): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) =>
    key.startsWith(ROLE) ? key.slice(ROLE.length) || [] : key === 'kubernetes.io/role' && value ? String(value) : [],
  )
  return [...new Set(roles)].sort().join(',') || '<none>'
}

/** Both kinds of event print the same: the server has one of them in store. */
export const eventColumns: readonly Column[] = [
  column('Last Seen', (event, now) =>
    renderAge(event.series?.lastObservedTime ?? lastTime(event) ?? firstTime(event), now),
  ),
  column('Type', ({ type }) => type ?? ''),
  column('Reason', ({ reason }) => reason ?? ''),
  column('Object', event => objectName(event.involvedObject ?? event.regarding ?? {})),
  wide('Subobject', event => (event.involvedObject ?? event.regarding)?.fieldPath ?? ''),
  wide('Source', eventSource),
  column('Message', event => (event.message ?? event.note ?? '').trim()),
  wide('First Seen', (event, now) => renderAge(firstTime(event), now)),
  wide('Count', event => event.series?.count || event.count || event.deprecatedCount || 1),
  wide('Name', ({ metadata }) => metadata.name, { format: 'name' }),
]

const firstTime = (event: JsonObject): string | undefined =>
  event.firstTimestamp ?? event.deprecatedFirstTimestamp ?? event.eventTime
const lastTime = (event: JsonObject): string | undefined => event.lastTimestamp ?? event.deprecatedLastTimestamp
const objectName = ({ kind = '', name: object }: JsonObject): string =>
  object ? `${kind.toLowerCase()}/${object}` : kind.toLowerCase()

function eventSource({
  source,
  deprecatedSource,
  reportingComponent,
  reportingController,
  reportingInstance,
}: JsonObject): string {
  const component = (source ?? deprecatedSource)?.component || reportingComponent || reportingController || ''
  const instance = (source ?? deprecatedSource)?.host || reportingInstance
  return instance ? `${component}, ${instance}` : component
}

export const claimColumns: readonly Column[] = [
  name,
  column('Status', ({ metadata, status }) => (metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''))),
  column('Volume', ({ spec }) => spec.volumeName ?? ''),
  column('Capacity', ({ spec, status }) => (spec.volumeName ? (status?.capacity?.storage ?? '0') : '')),
  column('Access Modes', ({ spec, status }) =>
    spec.volumeName ? (status?.accessModes ?? []).map(shortMode).join(',') : '',
  ),
  column('StorageClass', ({ spec }) => spec.storageClassName ?? ''),
  column('VolumeAttributesClass', ({ spec }) => spec.volumeAttributesClassName ?? '<unset>'),
  age,
  wide('VolumeMode', ({ spec }) => spec.volumeMode ?? '<unset>'),
]

const MODES: { readonly [mode: string]: string } = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
}

const shortMode = (mode: string): string => MODES[mode] ?? mode

export const autoscalerColumns: readonly Column[] = [
  name,
  column('Reference', ({ spec }) => `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`),
  column('Targets', ({ spec, status }) => targets(spec.metrics ?? [], status?.currentMetrics ?? [])),
  column('MinPods', ({ spec }) => String(spec.minReplicas ?? '<unset>')),
  integer('MaxPods', ({ spec }) => spec.maxReplicas, 'string'),
  integer('Replicas', ({ status }) => status?.currentReplicas ?? 0, 'string'),
  age,
]

function targets(metrics: readonly JsonObject[], current: readonly JsonObject[]): string {
  const list = metrics.map((metric, index) => target(metric, current[index] ?? {}))
  return list.length > 2 ? `${list.slice(0, 2).join(', ')} + ${list.length - 2} more...` : list.join(', ') || '<none>'
}

const SOURCE: { readonly [type: string]: string } = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
}

function target({ type, ...metric }: JsonObject, status: JsonObject): string {
  const source = SOURCE[type]
  if (!source) return '<unknown type>'
  const { target: wanted = {}, name: resource } = metric[source] ?? {}
  const now = status[source]?.current ?? {}
  const isResource = source === 'resource' || source === 'containerResource'
  const prefix = isResource ? `${resource}: ` : ''
  if (wanted.averageValue)
    return `${prefix}${now.averageValue ?? '<unknown>'}/${wanted.averageValue}${isResource || source === 'pods' ? '' : ' (avg)'}`
  if (!isResource) return `${now.value ?? '<unknown>'}/${wanted.value}`
  const percent = (value: number | undefined, otherwise: string) => (value === undefined ? otherwise : `${value}%`)
  return `${prefix}${percent(now.averageUtilization, '<unknown>')}/${percent(wanted.averageUtilization, '<auto>')}`
}
