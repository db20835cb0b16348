import { AnalysisRunMetadata } from './metadata.ts'
import { boolean, field, int32, list, object, pointer, required, string } from './words.ts'

export const DryRun = object('DryRun', 'A metric whose outcome does not count.', {
  metricName: required(string, 'Name of the metric, or a regular expression over names.'),
})

export const MeasurementRetention = object('MeasurementRetention', 'How many measurements of a metric are kept.', {
  metricName: required(string, 'Name of the metric, or a regular expression over names.'),
  limit: required(int32, 'Number of the newest measurements that stay in the status.'),
})

export const AnalysisTemplateRef = object('AnalysisTemplateRef', 'Names a template of metrics.', {
  templateName: field(string, 'Name of the AnalysisTemplate or ClusterAnalysisTemplate.'),
  clusterScope: field(boolean, 'Look for a ClusterAnalysisTemplate.'),
})

export const FieldRef = object('FieldRef', 'Points at a field of the Rollout.', {
  fieldPath: required(string, "Path of the field, for example metadata.labels['app'] or status.stableRS."),
})

const ArgumentValueFrom = object('ArgumentValueFrom', 'Where the value of an argument comes from.', {
  podTemplateHashValue: pointer(string, 'Stable or Latest: the pod template hash of that version.'),
  fieldRef: pointer(FieldRef, 'A field of the Rollout.'),
})

export const AnalysisRunArgument = object('AnalysisRunArgument', 'An argument that is handed to a template.', {
  name: required(string, 'Name that the template declares.'),
  value: field(string, 'The value itself.'),
  valueFrom: pointer(ArgumentValueFrom, 'Where the value comes from.'),
})

const analysis = {
  templates: field(list(AnalysisTemplateRef), 'Templates whose metrics are measured together.'),
  args: field(list(AnalysisRunArgument), 'Arguments for the templates.'),
  dryRun: field(list(DryRun), 'Metrics whose outcome does not count.'),
  measurementRetention: field(list(MeasurementRetention), 'How many measurements are kept.'),
  analysisRunMetadata: pointer(AnalysisRunMetadata, 'Metadata of the AnalysisRun.'),
}

export const RolloutAnalysis = object('RolloutAnalysis', 'An analysis that an update depends on.', analysis)

export const RolloutAnalysisBackground = object(
  'RolloutAnalysisBackground',
  'An analysis that runs beside the steps.',
  { ...analysis, startingStep: pointer(int32, 'Index of the step with which it starts; 0 when absent.') },
)
