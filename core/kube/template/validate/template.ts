/**
 * Validation of a pod template as for a ReplicaSet (contract rollout 1.6 row 6), of the parts that people meet.
 * Order and texts are those of Kubernetes 1.34 with the feature gates that upstream leaves off; what is not checked here the
 * API server rejects when the ReplicaSet or its pods are created.
 */
import { type Errors, forbidden, invalid, required, unsupported } from '../../field-error.ts'
import { checkDnsLabel, checkDnsSubdomain, checkQualifiedName } from '../../names.ts'
import { matchesSelector } from '../../selector.ts'
import type { LabelSelector, PodTemplate } from '../../types.ts'
import { withDefaults } from '../defaults.ts'
import { containersErrors, initContainersErrors } from './container.ts'
import { annotationErrors, labelErrors } from './labels.ts'
import { dnsErrors, hostAliasErrors } from './names.ts'
import { affinityErrors, spreadErrors, tolerationErrors } from './scheduling.ts'
import { podSecurityErrors } from './security.ts'
import type { PodSpecView } from './view.ts'
import { volumeErrors } from './volumes.ts'

const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const restartPolicies = ['Always', 'OnFailure', 'Never']

/** `template` as the user wrote it. */
export function* templateErrors(path: string, template: PodTemplate, selector: LabelSelector | undefined): Errors {
  const labels = template.metadata?.labels
  if (selector && !matchesSelector(selector, labels)) {
    const shown = Object.keys(labels ?? {}).length > 0 ? labels : undefined
    yield invalid(`${path}.metadata.labels`, shown, '`selector` does not match template `labels`')
  }
  yield* labelErrors(`${path}.labels`, labels)
  yield* annotationErrors(`${path}.annotations`, template.metadata?.annotations)
  const spec: PodSpecView = withDefaults(template).spec ?? {}
  const specPath = `${path}.spec`
  yield* podErrors(specPath, spec)
  if (spec.ephemeralContainers?.length) {
    yield forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template')
  }
  if (spec.restartPolicy !== 'Always') yield unsupported(`${specPath}.restartPolicy`, spec.restartPolicy, ['Always'])
  if (spec.activeDeadlineSeconds !== undefined) {
    yield forbidden(`${specPath}.activeDeadlineSeconds`, 'activeDeadlineSeconds in ReplicaSet is not Supported')
  }
}

export function* podErrors(path: string, spec: PodSpecView): Errors {
  const { containers = [], initContainers = [], volumes = [], restartPolicy, dnsPolicy } = spec
  const around = {
    volumes: new Set(volumes.map(({ name = '' }) => name)),
    gracePeriod: spec.terminationGracePeriodSeconds ?? 0,
  }
  yield* volumeErrors(`${path}.volumes`, volumes)
  yield* containersErrors(`${path}.containers`, containers, around)
  yield* initContainersErrors(`${path}.initContainers`, initContainers, containers, around)
  if (spec.hostNetwork) yield* hostNetworkErrors(path, spec)
  yield* oneOf(`${path}.restartPolicy`, restartPolicy, restartPolicies)
  yield* oneOf(`${path}.dnsPolicy`, dnsPolicy, dnsPolicies)
  yield* labelErrors(`${path}.nodeSelector`, spec.nodeSelector)
  yield* podSecurityErrors(`${path}.securityContext`, spec.securityContext)
  yield* affinityErrors(`${path}.affinity`, spec)
  yield* dnsErrors(`${path}.dnsConfig`, spec)
  for (const [index, { conditionType }] of (spec.readinessGates ?? []).entries()) {
    const at = `${path}.readinessGates[${index}].conditionType`
    for (const text of checkQualifiedName(conditionType)) yield invalid(at, conditionType, text)
  }
  yield* spreadErrors(`${path}.topologySpreadConstraints`, spec)
  yield* checked(`${path}.serviceAccountName`, spec.serviceAccountName, checkDnsSubdomain)
  yield* checked(`${path}.hostname`, spec.hostname, checkDnsLabel)
  yield* checked(`${path}.subdomain`, spec.subdomain, checkDnsLabel)
  yield* tolerationErrors(`${path}.tolerations`, spec)
  yield* hostAliasErrors(`${path}.hostAliases`, spec)
  yield* checked(`${path}.priorityClassName`, spec.priorityClassName, checkDnsSubdomain)
  yield* checked(`${path}.runtimeClassName`, spec.runtimeClassName, checkDnsSubdomain)
}

function* checked(path: string, name: string | undefined, check: (name: string) => Iterable<string>): Errors {
  if (name) for (const text of check(name)) yield invalid(path, name, text)
}

function* oneOf(path: string, value: string | undefined, supported: readonly string[]): Errors {
  if (!value) yield required(path)
  else if (!supported.includes(value)) yield unsupported(path, value, supported)
}

function* hostNetworkErrors(path: string, { containers = [] }: PodSpecView): Errors {
  for (const [index, { ports = [] }] of containers.entries()) {
    for (const [portIndex, { hostPort, containerPort }] of ports.entries()) {
      if (!hostPort || hostPort === containerPort) continue
      const at = `${path}.containers[${index}].ports[${portIndex}].hostPort`
      yield invalid(at, hostPort, 'must match `containerPort` when `hostNetwork` is true')
    }
  }
}
