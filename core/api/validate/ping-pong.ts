import { type Errors, invalid } from '../../kube/field-error.ts'
import type { CanaryStrategy } from '../types.ts'
import { hasPlugins } from './routing.ts'

const path = 'spec.strategy'

export function* pingPongErrors({ pingPong, trafficRouting }: CanaryStrategy): Errors {
  if (!pingPong) return
  if (trafficRouting && !trafficRouting.alb && !trafficRouting.istio && !hasPlugins(trafficRouting.plugins)) {
    const detail = 'Ping-pong feature works with the ALB, Istio, and plugin-based traffic routers only'
    yield invalid(`${path}.trafficRouting.alb`, null, detail)
  }
  for (const field of ['pingService', 'pongService'] as const) {
    if (pingPong[field]) continue
    const detail = 'Ping service and Pong service must to be set to use Ping-Pong feature'
    yield invalid(`${path}.pingPong.${field}`, '', detail)
  }
  if (pingPong.pingService === pingPong.pongService) {
    const detail =
      'This rollout uses the same service for the ping and pong services, but two different services are required.'
    yield invalid(`${path}.pingPong.pingService`, pingPong.pingService, detail)
  }
  if (trafficRouting?.alb && !trafficRouting.alb.rootService) {
    const detail = 'Root service field is required for the configuration with ALB and ping-pong feature enabled'
    yield invalid(`${path}.trafficRouting.alb.rootService`, '', detail)
  }
}
