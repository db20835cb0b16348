/** Checks of the Services that a strategy names (contract rollout 1.7): first whether all exist, then what they select. */
import { type Errors, firstError, formatFieldError, invalid } from '../../kube/field-error.ts'
import type { Rollout } from '../types.ts'

type Texts = { readonly [key: string]: string }

/** What is looked at; `World.services` fits. */
export interface ReferencedService {
  readonly selector: Texts
  readonly annotations: Texts
}

const hashLabel = 'rollouts-pod-template-hash'
const managedBy = 'argo-rollouts.argoproj.io/managed-by-rollouts'

/**
 * @param services by name; one that does not exist is absent
 * @param templateLabels labels of the pod template, the resolved one with `workloadRef`
 * @returns the first error, for example `spec.strategy.canary.stableService: Invalid value: "web": service "web" not found`
 */
export function validateServices(
  rollout: Rollout,
  services: { readonly [name: string]: ReferencedService },
  templateLabels: Texts | undefined,
): string | undefined {
  const error = firstError(serviceErrors(rollout, services, templateLabels ?? {}))
  return error && formatFieldError(error)
}

export function* serviceErrors(
  rollout: Rollout,
  services: { readonly [name: string]: ReferencedService },
  templateLabels: Texts,
): Errors {
  const named = namedServices(rollout)
  for (const [path, name] of named) {
    if (!services[name]) yield invalid(path, name, `service "${name}" not found`)
  }
  for (const [path, name] of named) {
    const service = services[name]
    if (service) yield* contentErrors(path, name, service, rollout.metadata.name, templateLabels)
  }
}

/** Paths and names in upstream's order. Unlike the checks of the spec, these paths name the strategy. */
function namedServices({ spec }: Rollout): readonly (readonly [path: string, name: string])[] {
  const { blueGreen, canary } = spec.strategy ?? {}
  const path = `spec.strategy.${blueGreen ? 'blueGreen' : 'canary'}`
  const fields = blueGreen
    ? { activeService: blueGreen.activeService, previewService: blueGreen.previewService }
    : {
        stableService: canary?.stableService,
        canaryService: canary?.canaryService,
        'pingPong.pingService': canary?.pingPong?.pingService,
        'pingPong.pongService': canary?.pingPong?.pongService,
      }
  return Object.entries(fields).flatMap(([field, name]) => (name ? [[`${path}.${field}`, name] as const] : []))
}

function* contentErrors(
  path: string,
  name: string,
  service: ReferencedService,
  rollout: string,
  templateLabels: Texts,
): Errors {
  for (const [key, value] of Object.entries(service.selector)) {
    if (key === hashLabel || templateLabels[key] === value) continue
    yield invalid(path, name, `Service "${name}" has unmatch label "${key}" in rollout`)
  }
  const manager = service.annotations[managedBy]
  if (manager !== undefined && manager !== rollout) {
    yield invalid(path, name, `Service "${name}" is managed by another Rollout`)
  }
}
