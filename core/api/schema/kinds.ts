/** The kinds of the group, with what their CRDs say beside the schema (contract rollout 1.5, analysis 1, experiment 1). */

import type { ObjectShape } from '../../kube/shape.ts'
import { Experiment } from './experiment.ts'
import { Rollout } from './rollout.ts'
import { AnalysisRun } from './run.ts'
import { AnalysisTemplate, ClusterAnalysisTemplate } from './template.ts'

export const group = 'argoproj.io'
export const version = 'v1alpha1'

export interface Kind {
  readonly shape: ObjectShape
  readonly plural: string
  readonly shortName: string
  readonly clusterScoped?: true
  readonly columns: readonly Column[]
  readonly subresources: { readonly [name: string]: object }
}

export interface Column {
  readonly name: string
  readonly jsonPath: string
  readonly type: 'integer' | 'string' | 'date'
}

const count = (name: string, jsonPath: string): Column => ({ name, jsonPath, type: 'integer' })
const age: Column = { name: 'Age', jsonPath: '.metadata.creationTimestamp', type: 'date' }
const phase: Column = { name: 'Status', jsonPath: '.status.phase', type: 'string' }

export const kinds: readonly Kind[] = [
  {
    shape: Rollout,
    plural: 'rollouts',
    shortName: 'ro',
    columns: [
      count('Desired', '.spec.replicas'),
      count('Current', '.status.replicas'),
      count('Up-to-date', '.status.updatedReplicas'),
      count('Available', '.status.availableReplicas'),
      age,
    ],
    subresources: {
      scale: {
        labelSelectorPath: '.status.selector',
        specReplicasPath: '.spec.replicas',
        statusReplicasPath: '.status.HPAReplicas',
      },
      status: {},
    },
  },
  // No status subresource below: upstream's clients write these statuses with a patch of the object itself.
  { shape: AnalysisRun, plural: 'analysisruns', shortName: 'ar', columns: [phase, age], subresources: {} },
  { shape: AnalysisTemplate, plural: 'analysistemplates', shortName: 'at', columns: [age], subresources: {} },
  {
    shape: ClusterAnalysisTemplate,
    plural: 'clusteranalysistemplates',
    shortName: 'cat',
    clusterScoped: true,
    columns: [age],
    subresources: {},
  },
  { shape: Experiment, plural: 'experiments', shortName: 'exp', columns: [phase, age], subresources: {} },
]
