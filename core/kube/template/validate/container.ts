/** Checks of one container, and of containers among each other. */
import { duplicate, type Errors, forbidden, invalid, required, unsupported } from '../../field-error.ts'
import { checkDnsLabel } from '../../names.ts'
import { envErrors, envFromErrors } from './env.ts'
import { mountErrors } from './mounts.ts'
import { hostPortConflicts, portErrors } from './ports.ts'
import { lifecycleErrors, probeErrors } from './probes.ts'
import { resourceErrors } from './resources.ts'
import { containerSecurityErrors } from './security.ts'
import type { ContainerView } from './view.ts'

export interface Surroundings {
  /** Names of the volumes that are valid. */
  readonly volumes: ReadonlySet<string>
  readonly gracePeriod: number
}

const pullPolicies = ['Always', 'IfNotPresent', 'Never']
const messagePolicies = ['File', 'FallbackToLogsOnError']

export function* containersErrors(path: string, containers: readonly ContainerView[], around: Surroundings): Errors {
  if (containers.length === 0) yield required(path)
  const names = new Set<string>()
  for (const [index, container] of containers.entries()) {
    const at = `${path}[${index}]`
    yield* commonErrors(at, container, around)
    const { name = '' } = container
    if (names.has(name)) yield duplicate(`${at}.name`, name)
    names.add(name)
    yield* runningErrors(at, container, around)
    if (container.restartPolicy !== undefined) {
      yield forbidden(`${at}.restartPolicy`, 'may not be set for non-init containers')
    }
  }
  yield* hostPortConflicts(path, containers)
}

/** `regular`: the main containers, whose names are taken. */
export function* initContainersErrors(
  path: string,
  containers: readonly ContainerView[],
  regular: readonly ContainerView[],
  around: Surroundings,
): Errors {
  const names = new Set(regular.map(({ name }) => name))
  for (const [index, container] of containers.entries()) {
    const at = `${path}[${index}]`
    yield* commonErrors(at, container, around)
    const { restartPolicy, name } = container
    if (restartPolicy !== undefined && restartPolicy !== 'Always') {
      yield unsupported(`${at}.restartPolicy`, restartPolicy, ['Always'])
    }
    if (names.has(name)) yield duplicate(`${at}.name`, name)
    if (name) names.add(name)
    yield* hostPortConflicts(path, [container])
    if (restartPolicy === 'Always') yield* runningErrors(at, container, around)
    else yield* onceErrors(at, container)
  }
}

function* commonErrors(path: string, container: ContainerView, { volumes }: Surroundings): Errors {
  const { name, image, terminationMessagePolicy = '', imagePullPolicy = '' } = container
  if (!name) yield required(`${path}.name`)
  else for (const text of checkDnsLabel(name)) yield invalid(`${path}.name`, name, text)
  if (!image) yield required(`${path}.image`)
  if (!messagePolicies.includes(terminationMessagePolicy)) {
    yield unsupported(`${path}.terminationMessagePolicy`, terminationMessagePolicy, messagePolicies)
  }
  yield* portErrors(`${path}.ports`, container.ports ?? [])
  yield* envErrors(`${path}.env`, container.env ?? [])
  yield* envFromErrors(`${path}.envFrom`, container.envFrom ?? [])
  yield* mountErrors(path, container, volumes)
  if (!pullPolicies.includes(imagePullPolicy))
    yield unsupported(`${path}.imagePullPolicy`, imagePullPolicy, pullPolicies)
  yield* resourceErrors(`${path}.resources`, container.resources ?? {})
  yield* containerSecurityErrors(`${path}.securityContext`, container.securityContext)
}

/** What containers may have that keep running. */
function* runningErrors(path: string, container: ContainerView, { gracePeriod }: Surroundings): Errors {
  yield* lifecycleErrors(`${path}.lifecycle`, container.lifecycle, gracePeriod)
  yield* probeErrors(path, container, gracePeriod)
}

const onlyForRunning = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const

function* onceErrors(path: string, container: ContainerView): Errors {
  for (const field of onlyForRunning) {
    if (!container[field]) continue
    yield forbidden(`${path}.${field}`, 'may not be set for init containers without restartPolicy=Always')
  }
}
