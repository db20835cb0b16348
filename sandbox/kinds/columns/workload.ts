import { formatSelector } from '../../../core/kube/selector.ts'
import type { JsonObject } from '../../schema/schema.ts'
import type { Column } from '../kind.ts'
import { age, column, formatLabels, integer, name, nameAndAge, renderDuration, wide } from './common.ts'

type Container = { readonly name: string; readonly image?: string }
type Cell = Column['cell']

const containers =
  (field: keyof Container): Cell =>
  object =>
    (object.spec.template.spec.containers as Container[]).map(one => one[field] ?? '').join(',')

const names = wide('Containers', containers('name'))
const images = wide('Images', containers('image'))
const selector = wide('Selector', object => formatSelector(object.spec.selector))

export const deploymentColumns: readonly Column[] = [
  name,
  column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas}`),
  column('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
  column('Available', ({ status }) => status?.availableReplicas ?? 0),
  age,
  names,
  images,
  selector,
]

export const replicaSetColumns: readonly Column[] = [
  name,
  integer('Desired', ({ spec }) => spec.replicas),
  integer('Current', ({ status }) => status?.replicas ?? 0),
  integer('Ready', ({ status }) => status?.readyReplicas ?? 0),
  age,
  names,
  images,
  selector,
]

export const statefulSetColumns: readonly Column[] = [
  name,
  column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas}`),
  age,
  names,
  images,
]

const scheduled = [
  ['Desired', 'desiredNumberScheduled'],
  ['Current', 'currentNumberScheduled'],
  ['Ready', 'numberReady'],
  ['Up-to-date', 'updatedNumberScheduled'],
  ['Available', 'numberAvailable'],
] as const

export const daemonSetColumns: readonly Column[] = [
  name,
  ...scheduled.map(([title, field]) => integer(title, ({ status }) => status?.[field] ?? 0)),
  column('Node Selector', ({ spec }) => formatLabels(spec.template.spec.nodeSelector)),
  age,
  names,
  images,
  selector,
]

export const jobColumns: readonly Column[] = [
  name,
  column('Status', jobStatus),
  column('Completions', jobCompletions),
  column('Duration', ({ status }, now) =>
    status?.startTime
      ? renderDuration((status.completionTime ? Date.parse(status.completionTime) : now) - Date.parse(status.startTime))
      : '',
  ),
  age,
  names,
  images,
  selector,
]

function jobStatus({ metadata, status }: JsonObject): string {
  const has = (type: string) =>
    (status?.conditions ?? []).some((one: JsonObject) => one.type === type && one.status === 'True')
  if (has('Complete')) return 'Complete'
  if (has('Failed')) return 'Failed'
  if (metadata.deletionTimestamp) return 'Terminating'
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(has) ?? 'Running'
}

function jobCompletions({ spec, status }: JsonObject): string {
  const succeeded = status?.succeeded ?? 0
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`
  return spec.parallelism > 1 ? `${succeeded}/1 of ${spec.parallelism}` : `${succeeded}/1`
}

export const podTemplateColumns: readonly Column[] = [
  name,
  column('Containers', ({ template }) => template.spec.containers.map((one: Container) => one.name).join(',')),
  column('Images', ({ template }) => template.spec.containers.map((one: Container) => one.image ?? '').join(',')),
  column('Pod Labels', ({ template }) => formatLabels(template.metadata?.labels)),
]

export const budgetColumns: readonly Column[] = [
  name,
  column('Min Available', ({ spec }) => String(spec.minAvailable ?? 'N/A')),
  column('Max Unavailable', ({ spec }) => String(spec.maxUnavailable ?? 'N/A')),
  integer('Allowed Disruptions', ({ status }) => status?.disruptionsAllowed ?? 0),
  age,
]

export const namespaceColumns: readonly Column[] = [
  name,
  column('Status', ({ status }) => status?.phase ?? ''),
  ...nameAndAge.slice(1),
]
