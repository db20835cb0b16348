import { labelSelector, podTemplate } from '../../kube/template/shapes.ts'
import { BlueGreenStrategy } from './bluegreen.ts'
import { CanaryStrategy } from './canary.ts'
import { RolloutStatus } from './status.ts'
import { boolean, embedded, field, int32, object, pointer, required, string, time } from './words.ts'

const RolloutStrategy = object('RolloutStrategy', 'How one version replaces another: exactly one of the two.', {
  blueGreen: pointer(BlueGreenStrategy, 'Run the new version beside the old one, then switch a Service.'),
  canary: pointer(CanaryStrategy, 'Move pods or traffic to the new version step by step.'),
})

const WorkloadRef = object('WorkloadRef', 'The workload whose pod template is used instead of an inline one.', {
  apiVersion: field(string, 'API version of the workload, for example apps/v1.'),
  kind: field(string, 'Deployment, ReplicaSet or PodTemplate.'),
  name: field(string, 'Name of the workload, in the namespace of the Rollout.'),
  scaleDown: field(
    string,
    'What happens to the pods of a referenced Deployment: never (default), onsuccess (zero once the Rollout is healthy) or progressively (one by one as ours become available).',
  ),
})

const RollbackWindow = object('RollbackWindow', 'How far back a rollback may go without running its steps.', {
  revisions: field(int32, 'Number of revisions counted back from the newest; zero or less turns the window off.'),
})

const AnalysisRunStrategy = object('AnalysisRunStrategy', 'How many finished AnalysisRuns and Experiments are kept.', {
  successfulRunHistoryLimit: pointer(int32, 'Finished runs that were successful; 5 when absent.'),
  unsuccessfulRunHistoryLimit: pointer(int32, 'Finished runs that failed, erred or were inconclusive; 5 when absent.'),
})

export const RolloutSpec = object('RolloutSpec', 'What the user wants.', {
  replicas: pointer(int32, 'Desired number of pods; 1 when absent.'),
  selector: {
    ...pointer(labelSelector, 'Selects the pods; may be left out with workloadRef. Cannot be changed.'),
    rule: { rule: 'self == oldSelf', message: '.spec.selector is immutable' },
  },
  template: embedded(podTemplate, 'The pod template. Leave it out with workloadRef.'),
  workloadRef: pointer(WorkloadRef, 'Take the pod template from this workload.'),
  minReadySeconds: field(int32, 'Seconds for which a pod has to stay ready before it counts as available.'),
  strategy: embedded(RolloutStrategy, 'How one version replaces another.'),
  revisionHistoryLimit: pointer(int32, 'Old ReplicaSets that are kept for a rollback; 10 when absent.'),
  paused: field(boolean, 'Stops the rollout where it is.'),
  progressDeadlineSeconds: pointer(
    int32,
    'Seconds without progress after which the rollout is degraded; 600 when absent. Must be larger than minReadySeconds.',
  ),
  progressDeadlineAbort: field(boolean, 'Abort the update when the progress deadline has passed.'),
  restartAt: pointer(time, 'Pods created before this moment are replaced.'),
  analysis: pointer(AnalysisRunStrategy, 'History of analysis runs.'),
  rollbackWindow: pointer(RollbackWindow, 'Rollbacks within this window skip the steps.'),
})

export const Rollout = object('Rollout', 'A workload whose updates are delivered progressively.', {
  spec: required(RolloutSpec, RolloutSpec.description),
  status: field(RolloutStatus, RolloutStatus.description),
})
