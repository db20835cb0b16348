/** Checks of the Services that a strategy names (contract rollout 1.7). */
import { type Errors, invalid } from '../../kube/field-error.ts'
import type { Rollout } from '../types.ts'

export type Texts = { readonly [key: string]: string }

/** What is looked at; `World.services` fits. */
export interface ReferencedService {
  readonly selector: Texts
  readonly annotations: Texts
}

const hashLabel = 'rollouts-pod-template-hash'
const managedBy = 'argo-rollouts.argoproj.io/managed-by-rollouts'

export type Services = { readonly [name: string]: ReferencedService }

/** @param services by name; one that does not exist is absent */
export function* missingServiceErrors(rollout: Rollout, services: Services): Errors {
  for (const [path, name] of namedServices(rollout)) {
    if (!services[name]) yield invalid(path, name, `service "${name}" not found`)
  }
}

/** @param templateLabels labels of the pod template, the resolved one with `workloadRef` */
export function* serviceContentErrors(rollout: Rollout, services: Services, templateLabels: Texts): Errors {
  for (const [path, name] of namedServices(rollout)) {
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
