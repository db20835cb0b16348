/** What surrounds a Deployment: kinds that the controller itself never reads stand here. */
import { type Resource, resources } from '../../../controller/client/path.ts'

export const kinds = {
  deployments: resources.deployments,
  replicaSets: resources.replicasets,
  rollouts: resources.rollouts,
  services: resources.services,
  autoscalers: {
    apiVersion: 'autoscaling/v2',
    plural: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
  },
  budgets: { apiVersion: 'policy/v1', plural: 'poddisruptionbudgets', kind: 'PodDisruptionBudget' },
  scaledObjects: { apiVersion: 'keda.sh/v1alpha1', plural: 'scaledobjects', kind: 'ScaledObject' },
  verticalAutoscalers: {
    apiVersion: 'autoscaling.k8s.io/v1',
    plural: 'verticalpodautoscalers',
    kind: 'VerticalPodAutoscaler',
  },
  applications: { apiVersion: 'argoproj.io/v1alpha1', plural: 'applications', kind: 'Application' },
} as const satisfies { readonly [name: string]: Resource }
