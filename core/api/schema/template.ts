import { AnalysisTemplateRef } from './analysis.ts'
import { Metric, measured } from './metric.ts'
import { field, list, object, required } from './words.ts'

const AnalysisTemplateSpec = object('AnalysisTemplateSpec', 'Metrics to measure.', {
  metrics: field(list(Metric), 'The metrics.'),
  ...measured,
  templates: field(list(AnalysisTemplateRef), 'Other templates whose metrics are included.'),
})

const spec = { spec: required(AnalysisTemplateSpec, AnalysisTemplateSpec.description) }

export const AnalysisTemplate = object('AnalysisTemplate', 'Metrics to measure, for use in one namespace.', spec)

export const ClusterAnalysisTemplate = object(
  'ClusterAnalysisTemplate',
  'Metrics to measure, for use in every namespace.',
  spec,
)
