/** The Rollout that takes a Deployment over, as it belongs into the team's repository. */
import type { RolloutSpec, RolloutStrategy } from '../../../core/api/types.ts'
import { ARGOCD_PREFIX } from '../../../core/keys.ts'
import type { Surroundings } from '../cluster/gather.ts'
import type { Deployment } from '../cluster/objects.ts'
import { autoscalersOf, scaledObjectsOf, sizeOf } from '../cluster/targets.ts'
import type { Wish } from './wish.ts'

export interface Manifest {
  readonly apiVersion: 'argoproj.io/v1alpha1'
  readonly kind: 'Rollout'
  readonly metadata: {
    readonly name: string
    readonly namespace: string
    readonly labels?: { readonly [key: string]: string }
  }
  readonly spec: RolloutSpec
}

/** Selector and template stay in the Deployment: a second copy would be a second truth. */
export function renderRollout(surroundings: Surroundings, wish: Wish): Manifest {
  const { deployment, namespace } = surroundings
  const labels = labelsOf(deployment)
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment.metadata.name }
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: wish.name, namespace, ...(labels && { labels }) },
    spec: {
      ...replicasOf(surroundings, wish),
      ...timingOf(deployment),
      workloadRef: { ...reference, scaleDown: wish.scaleDown },
      strategy: strategyOf(deployment, wish),
    },
  }
}

/**
 * A number in Git would undo an autoscaler at each sync. It can only be left out because the controller begins with the size
 * that the Deployment has; one that has none would begin with 1 (users 4-F3, AR#4110). Never less than a Rollout has that is there already.
 */
function replicasOf(surroundings: Surroundings, { name }: Wish): { readonly replicas?: number } {
  const existing = surroundings.rollouts.find(({ metadata }) => metadata.name === name)
  const hasSize = existing !== undefined || surroundings.deployment.spec.replicas > 0
  if (isScaledByOthers(surroundings, name) && hasSize) return {}
  return { replicas: Math.max(existing?.spec.replicas ?? 0, sizeOf(surroundings)) }
}

function isScaledByOthers(surroundings: Surroundings, rollout: string): boolean {
  const { name } = surroundings.deployment.metadata
  return [autoscalersOf, scaledObjectsOf].some(
    of => of(surroundings, 'Deployment', name).length + of(surroundings, 'Rollout', rollout).length > 0,
  )
}

/** Labels by which Argo CD tracks are its own to write; so are all of its keys. */
function labelsOf({ metadata }: Deployment): { readonly [key: string]: string } | undefined {
  const kept = Object.entries(metadata.labels ?? {}).filter(
    ([key]) => !key.startsWith(ARGOCD_PREFIX) && key !== 'app.kubernetes.io/instance',
  )
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** What differs from the defaults, which are the same for both kinds. */
function timingOf({ spec }: Deployment): Partial<RolloutSpec> {
  const { minReadySeconds = 0, progressDeadlineSeconds = 600, revisionHistoryLimit = 10 } = spec
  return {
    ...(minReadySeconds === 0 ? {} : { minReadySeconds }),
    ...(progressDeadlineSeconds === 600 ? {} : { progressDeadlineSeconds }),
    ...(revisionHistoryLimit === 10 ? {} : { revisionHistoryLimit }),
  }
}

/** A canary without steps replaces pods as the Deployment did, with the same bounds. */
function strategyOf({ spec }: Deployment, { strategy, activeService, previewService }: Wish): RolloutStrategy {
  if (strategy === 'blueGreen')
    return { blueGreen: { activeService: activeService ?? '', ...(previewService && { previewService }) } }
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {}
  return { canary: { maxSurge, maxUnavailable } }
}
