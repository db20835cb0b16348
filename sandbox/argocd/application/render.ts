/** The Application object, in the shape of Argo CD's API. */
import { formatTime } from '../../../core/kube/time.ts'
import type { Customizations } from '../customizations.ts'
import { healthOf } from '../health/health.ts'
import { type Health, worstOf } from '../health/state.ts'
import { versionOf } from '../identity.ts'
import type { JsonMap } from '../merge.ts'
import type { Application } from './application.ts'
import type { Managed } from './compare.ts'
import { controlNamespace } from './definition.ts'
import type { Operation } from './operation.ts'

export interface View {
  readonly customizations: Customizations
  readonly now: number
  /** Images of all pods of the application. */
  readonly images: readonly string[]
}

/** Members without a value are left out, as Go's `omitempty` does. */
const present = (object: Record<string, unknown>): JsonMap =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== '')) as JsonMap

const time = (at: number | undefined) => (at === undefined ? undefined : formatTime(at))

export function renderApplication(application: Application, view: View): JsonMap {
  const { definition, createdAt } = application
  return {
    metadata: {
      name: definition.name,
      namespace: controlNamespace,
      uid: uidOf(definition.name),
      resourceVersion: String(application.reconciledAt ?? createdAt),
      generation: 1 + application.history.length,
      creationTimestamp: formatTime(createdAt),
    },
    spec: definition.spec as unknown as JsonMap,
    status: renderStatus(application, view),
  }
}

/** Argo CD's server gives each Application a uid; a name of ours has the same one at every start. */
const uidOf = (name: string) =>
  `00000000-0000-4000-8000-${Buffer.from(name).toString('hex').padStart(12, '0').slice(-12)}`

function renderStatus(application: Application, view: View): JsonMap {
  const managed = application.managed()
  const healths = managed.map(item => healthOfManaged(item, view))
  const { source, destination } = application.definition.spec
  return present({
    resources: managed.map((item, index) => renderResource(item, healths[index])),
    sync: present({
      status: syncStatus(application, managed),
      comparedTo: present({ source, destination }),
      revision: application.revision,
    }),
    health: { status: worstOf(healths.map(health => health?.status)) },
    history: application.history.length
      ? application.history.map(entry => renderHistory(application, entry))
      : undefined,
    conditions: conditionsOf(application),
    reconciledAt: time(application.reconciledAt),
    operationState: application.operation && renderOperation(application, application.operation),
    sourceType: source && 'Directory',
    summary: { images: [...view.images] },
    resourceHealthSource: 'appTree',
    controllerNamespace,
  })
}

const controllerNamespace = controlNamespace

function conditionsOf({ problem, refusal }: Application): JsonMap[] | undefined {
  if (problem) return [{ type: 'ComparisonError', message: problem }]
  return refusal ? [{ type: 'SyncError', message: refusal }] : undefined
}

function healthOfManaged({ live }: Managed, { customizations, now }: View): Health | undefined {
  return live ? healthOf(live, customizations, now) : { status: 'Missing' }
}

export function syncStatus({ definition, problem }: Application, managed: readonly Managed[]): string {
  if (problem !== undefined || !definition.spec.source) return 'Unknown'
  return managed.some(({ status }) => status === 'OutOfSync') ? 'OutOfSync' : 'Synced'
}

function renderResource(
  { identity, desired, live, status, requiresPruning }: Managed,
  health: Health | undefined,
): JsonMap {
  const { group, kind, namespace, name } = identity
  return present({
    group,
    version: versionOf((live ?? desired)!),
    kind,
    namespace,
    name,
    status,
    health,
    requiresPruning,
  })
}

const initiatedBy = ({ begun }: Operation) => (begun.isAutomated ? { automated: true } : {})

function renderHistory({ definition, history }: Application, entry: Operation): JsonMap {
  return present({
    revision: entry.begun.revision,
    deployedAt: time(entry.finishedAt),
    id: history.indexOf(entry),
    source: definition.spec.source,
    deployStartedAt: time(entry.startedAt),
    initiatedBy: initiatedBy(entry),
  })
}

function renderOperation({ definition: { spec } }: Application, operation: Operation): JsonMap {
  const { phase, message } = operation
  const { revision } = operation.begun
  const sync = { revision, syncStrategy: { hook: {} }, source: spec.source }
  return present({
    operation: { sync, initiatedBy: initiatedBy(operation), retry: {} },
    phase,
    message,
    syncResult: { resources: operation.resources.map(renderResult), revision, source: spec.source },
    startedAt: time(operation.startedAt),
    finishedAt: time(operation.finishedAt),
  })
}

function renderResult({
  group,
  version,
  kind,
  namespace,
  name,
  status,
  message,
  state,
  phase,
  isHook,
}: Operation['resources'][number]): JsonMap {
  const result = { group, version, kind, namespace, name, status, message, hookPhase: state, syncPhase: phase }
  return isHook ? { ...result, hookType: phase } : result
}
