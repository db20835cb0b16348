/** Whether a router is configured by exactly one of its single and plural fields (contract rollout 1.7). */
import { type Errors, internal } from '../../kube/field-error.ts'
import type { Rollout } from '../types.ts'

export function* routerErrors({ spec }: Rollout): Errors {
  const path = 'spec.strategy.canary.trafficRouting'
  const { nginx, alb, istio } = spec.strategy?.canary?.trafficRouting ?? {}
  if (nginx) {
    const { stableIngress, stableIngresses } = nginx
    yield* oneIngressErrors(`${path}.nginx`, 'StableIngress', stableIngress, stableIngresses)
  }
  if (alb) yield* oneIngressErrors(`${path}.alb`, 'Ingress', alb.ingress, alb.ingresses)
  if (istio && Boolean(istio.virtualService) === isFilled(istio.virtualServices)) {
    yield internal(`${path}.istio`, 'either VirtualService or VirtualServices must be configured')
  }
}

function* oneIngressErrors(path: string, word: string, one: string | undefined, many?: readonly string[]): Errors {
  if (Boolean(one) !== isFilled(many)) return
  const which = one ? 'Both' : 'Neither'
  yield internal(path, `Either ${word} or ${word}es must be configured. ${which} are configured.`)
}

const isFilled = (list: readonly unknown[] | undefined): boolean => (list?.length ?? 0) > 0
