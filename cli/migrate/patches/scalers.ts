/** What scales the pods and has to follow them from one kind to the other. */

import type { Surroundings } from '../cluster/gather.ts'
import type { Stored } from '../cluster/objects.ts'
import { autoscalersOf, isMadeByKeda, scaledObjectsOf, type Target, verticalAutoscalersOf } from '../cluster/targets.ts'
import type { Wish } from '../rollout/wish.ts'

export interface Scaler {
  readonly kind: 'HorizontalPodAutoscaler' | 'ScaledObject' | 'VerticalPodAutoscaler'
  readonly object: Stored
  /** Where its reference stands. */
  readonly field: 'scaleTargetRef' | 'targetRef'
}

interface Scope {
  readonly surroundings: Surroundings
  readonly wish: Pick<Wish, 'name'>
}

/** Those whose reference names the Deployment, or the Rollout. An autoscaler that KEDA has made follows its ScaledObject. */
export function scalersOf({ surroundings, wish }: Scope, target: Target): readonly Scaler[] {
  const name = target === 'Deployment' ? surroundings.deployment.metadata.name : wish.name
  const horizontal = autoscalersOf(surroundings, target, name).filter(each => !isMadeByKeda(each))
  const scaled = scaledObjectsOf(surroundings, target, name)
  const vertical = verticalAutoscalersOf(surroundings, target, name)
  return [
    ...horizontal.map((object): Scaler => ({ kind: 'HorizontalPodAutoscaler', object, field: 'scaleTargetRef' })),
    ...scaled.map((object): Scaler => ({ kind: 'ScaledObject', object, field: 'scaleTargetRef' })),
    ...vertical.map((object): Scaler => ({ kind: 'VerticalPodAutoscaler', object, field: 'targetRef' })),
  ]
}

export function referenceTo(target: Target, name: string) {
  return { apiVersion: target === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1', kind: target, name }
}
