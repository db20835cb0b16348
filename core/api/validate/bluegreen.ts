import { type Errors, invalid } from '../../kube/field-error.ts'
import type { BlueGreenStrategy } from '../types.ts'
import { antiAffinityErrors } from './affinity.ts'

export function* blueGreenErrors(blueGreen: BlueGreenStrategy, revisionHistoryLimit: number): Errors {
  const { activeService = '', previewService = '', scaleDownDelayRevisionLimit: limit } = blueGreen
  if (activeService === previewService) {
    const detail =
      'This rollout uses the same service for the active and preview services, but two different services are required.'
    yield invalid('spec.strategy.activeService', activeService, detail)
  }
  if (limit !== undefined && revisionHistoryLimit < limit) {
    const detail = "This rollout's revision history limit can not be smaller than the rollout's scale down limit"
    yield invalid('spec.strategy.scaleDownDelayRevisionLimit', limit, detail)
  }
  yield* antiAffinityErrors(blueGreen.antiAffinity)
}
