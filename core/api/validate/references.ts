/**
 * Checks of what a strategy refers to, in upstream's order (contract rollout 1.7): whether the Services exist, how the router names its objects,
 * then what the Services select.
 */
import { type Errors, firstError, formatFieldError } from '../../kube/field-error.ts'
import type { Rollout } from '../types.ts'
import { routerErrors } from './routers.ts'
import { missingServiceErrors, type Services, serviceContentErrors, type Texts } from './services.ts'

/**
 * @param services by name; one that does not exist is absent
 * @param templateLabels labels of the pod template, the resolved one with `workloadRef`
 * @returns the first error, for example `spec.strategy.canary.stableService: Invalid value: "web": service "web" not found`
 */
export function validateReferences(
  rollout: Rollout,
  services: Services,
  templateLabels: Texts = {},
): string | undefined {
  const error = firstError(referenceErrors(rollout, services, templateLabels))
  return error && formatFieldError(error)
}

function* referenceErrors(rollout: Rollout, services: Services, templateLabels: Texts): Errors {
  yield* missingServiceErrors(rollout, services)
  yield* routerErrors(rollout)
  yield* serviceContentErrors(rollout, services, templateLabels)
}
