/** Checks of what depends on traffic routing. */
import { type Errors, invalid } from '../../kube/field-error.ts'
import type { CanaryStrategy } from '../types.ts'

const path = 'spec.strategy'

export function* routingErrors(canary: CanaryStrategy): Errors {
  const { trafficRouting, scaleDownDelaySeconds: delay, dynamicStableScale } = canary
  const needsRouting = (field: string) => `Canary ${field} can only be used with traffic routing`
  if (!trafficRouting) {
    if (delay !== undefined) {
      yield invalid(`${path}.scaleDownDelaySeconds`, delay, needsRouting('scaleDownDelaySeconds'))
    }
    if (dynamicStableScale) {
      yield invalid(`${path}.dynamicStableScale`, true, needsRouting('dynamicStableScale'))
    }
    return
  }
  if (delay !== undefined && dynamicStableScale) {
    const detail = 'Canary dynamicStableScale cannot be used with scaleDownDelaySeconds'
    yield invalid(`${path}.dynamicStableScale`, true, detail)
  }
  const { maxTrafficWeight, nginx, plugins } = trafficRouting
  if (maxTrafficWeight !== undefined && !nginx && !hasPlugins(plugins)) {
    const detail = 'Canary maxTrafficWeight in traffic routing only supported in Nginx and Plugins'
    yield invalid(`${path}.trafficRouting.maxTrafficWeight`, maxTrafficWeight, detail)
  }
}

export const hasPlugins = (plugins: object | undefined): boolean => Object.keys(plugins ?? {}).length > 0
