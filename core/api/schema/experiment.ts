import { labelSelector, podTemplate } from '../../kube/template/shapes.ts'
import { DryRun, MeasurementRetention } from './analysis.ts'
import { Argument } from './arguments.ts'
import { AnalysisRunMetadata } from './metadata.ts'
import { boolean, embedded, field, int32, list, object, pointer, required, string, time } from './words.ts'

const ExperimentService = object('ExperimentService', 'Asks for a Service in front of the pods.', {
  name: field(string, 'Its name; the name of the ReplicaSet when absent.'),
})

const TemplateSpec = object('TemplateSpec', 'A version that takes part.', {
  name: required(string, 'Its name, unique within the experiment.'),
  replicas: pointer(int32, 'Number of pods; 1 when absent.'),
  minReadySeconds: field(int32, 'Seconds for which a pod has to stay ready before it counts as available.'),
  selector: required(labelSelector, 'Selects the pods.'),
  template: required(podTemplate, 'The pod template.'),
  service: pointer(ExperimentService, 'Asks for a Service in front of the pods.'),
})

const ExperimentAnalysisTemplateRef = object('ExperimentAnalysisTemplateRef', 'An analysis while the versions run.', {
  name: required(string, 'Its name, unique within the experiment.'),
  templateName: required(string, 'Name of the AnalysisTemplate or ClusterAnalysisTemplate.'),
  clusterScope: field(boolean, 'Look for a ClusterAnalysisTemplate.'),
  args: field(list(Argument), 'Arguments for the template.'),
  requiredForCompletion: field(boolean, 'The experiment ends as soon as all such analyses have succeeded.'),
})

const ExperimentSpec = object('ExperimentSpec', 'Versions to run side by side.', {
  templates: required(list(TemplateSpec), 'The versions.'),
  duration: field(string, 'How long they run once all are available, for example 10m.'),
  progressDeadlineSeconds: pointer(
    int32,
    'Seconds within which each version has to become available; 600 when absent.',
  ),
  terminate: field(boolean, 'Ends the experiment.'),
  analyses: field(list(ExperimentAnalysisTemplateRef), 'Analyses while they run.'),
  scaleDownDelaySeconds: pointer(int32, 'Seconds for which the pods are kept afterwards; 30 when absent.'),
  dryRun: field(list(DryRun), 'Metrics whose outcome does not count.'),
  measurementRetention: field(list(MeasurementRetention), 'How many measurements are kept.'),
  analysisRunMetadata: embedded(AnalysisRunMetadata, 'Metadata of the AnalysisRuns.'),
})

const TemplateStatus = object('TemplateStatus', 'State of one version.', {
  name: required(string, 'Its name.'),
  replicas: required(int32, 'Pods.'),
  updatedReplicas: required(int32, 'Pods, once more.'),
  readyReplicas: required(int32, 'Ready pods.'),
  availableReplicas: required(int32, 'Available pods.'),
  collisionCount: pointer(int32, 'How often the name of its ReplicaSet was taken; part of the hash.'),
  status: field(string, 'Progressing, Running, Successful, Failed or Error.'),
  message: field(string, 'A sentence for people.'),
  lastTransitionTime: pointer(time, 'When its state last changed; the progress deadline counts from it.'),
  serviceName: field(string, 'Its Service.'),
  podTemplateHash: field(string, 'Its pod template hash.'),
})

const ExperimentCondition = object('ExperimentCondition', 'One aspect of the state.', {
  type: required(string, 'InvalidSpec or Progressing.'),
  status: required(string, 'True, False or Unknown.'),
  lastUpdateTime: required(time, 'When it was last written.'),
  lastTransitionTime: required(time, 'When its status last changed.'),
  reason: required(string, 'A word for programs.'),
  message: required(string, 'A sentence for people.'),
})

const ExperimentAnalysisRunStatus = object('ExperimentAnalysisRunStatus', 'State of one analysis.', {
  name: required(string, 'Its name.'),
  analysisRun: required(string, 'Name of its AnalysisRun.'),
  phase: required(string, 'Phase of its AnalysisRun.'),
  message: field(string, 'Message of its AnalysisRun.'),
})

const ExperimentStatus = object('ExperimentStatus', 'What has happened so far.', {
  phase: field(string, 'Pending, Running, Successful, Failed, Error or Inconclusive.'),
  message: field(string, 'Why it is in this phase.'),
  availableAt: pointer(time, 'When all versions became available; the duration counts from it.'),
  conditions: field(list(ExperimentCondition), 'The state by aspects.'),
  templateStatuses: field(list(TemplateStatus), 'Version by version.'),
  analysisRuns: field(list(ExperimentAnalysisRunStatus), 'Analysis by analysis.'),
})

export const Experiment = object('Experiment', 'Runs versions side by side for a while.', {
  spec: required(ExperimentSpec, ExperimentSpec.description),
  status: field(ExperimentStatus, ExperimentStatus.description),
})
