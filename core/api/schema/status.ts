import { boolean, field, int32, int64, json, list, object, pointer, required, string, time } from './words.ts'

const PauseCondition = object('PauseCondition', 'A reason for which the controller has paused the rollout.', {
  reason: required(string, 'CanaryPauseStep, BlueGreenPause, InconclusiveAnalysisRun or InconclusiveExperiment.'),
  startTime: required(time, 'When the pause began.'),
})

const RolloutCondition = object('RolloutCondition', 'One aspect of the state.', {
  type: required(string, 'Available, Progressing, Paused, Healthy, Completed, InvalidSpec or ReplicaFailure.'),
  status: required(string, 'True, False or Unknown.'),
  lastUpdateTime: required(time, 'When it was last written.'),
  lastTransitionTime: required(time, 'When its status last changed.'),
  reason: required(string, 'A word for programs.'),
  message: required(string, 'A sentence for people.'),
})

const RolloutAnalysisRunStatus = object('RolloutAnalysisRunStatus', 'The AnalysisRun that counts at the moment.', {
  name: required(string, 'Its name.'),
  status: required(string, 'Its phase.'),
  message: field(string, 'Its message.'),
})

const WeightDestination = object('WeightDestination', 'A share of the traffic and where it goes.', {
  weight: required(int32, 'The share.'),
  serviceName: field(string, 'Service that gets it.'),
  podTemplateHash: field(string, 'Version that gets it.'),
})

const TrafficWeights = object('TrafficWeights', 'The shares that were last asked for.', {
  canary: required(WeightDestination, 'Share of the new version.'),
  stable: required(WeightDestination, 'Share of the stable version.'),
  additional: field(list(WeightDestination), 'Shares of experiments.'),
  verified: pointer(boolean, 'Whether the router was seen to carry the shares; absent when it cannot say.'),
})

const StepPluginStatus = object('StepPluginStatus', 'What a step plugin has done.', {
  index: required(int32, 'Index of the step.'),
  name: required(string, 'Name of the plugin.'),
  message: field(string, 'A sentence for people.'),
  phase: field(string, 'Running, Successful, Failed or Error.'),
  startedAt: pointer(time, 'When it started.'),
  updatedAt: pointer(time, 'When it was last asked.'),
  finishedAt: pointer(time, 'When it ended.'),
  operation: required(string, 'Run, Terminate or Abort.'),
  backoff: field(string, 'How long to wait before asking again.'),
  executions: field(int32, 'How often it was asked.'),
  disabled: field(boolean, 'Whether it is switched off in the configuration.'),
  status: field(json, 'What the plugin wants to remember.'),
})

const CanaryStatus = object('CanaryStatus', 'State of a canary.', {
  currentStepAnalysisRunStatus: pointer(RolloutAnalysisRunStatus, 'Run of the current step.'),
  currentBackgroundAnalysisRunStatus: pointer(RolloutAnalysisRunStatus, 'Run beside the steps.'),
  currentExperiment: field(string, 'Experiment of the current step.'),
  weights: pointer(TrafficWeights, 'The shares that were last asked for.'),
  stablePingPong: field(string, 'ping or pong: which of the two Services is stable.'),
  stepPluginStatuses: field(list(StepPluginStatus), 'What step plugins have done.'),
})

const BlueGreenStatus = object('BlueGreenStatus', 'State of a blue-green update.', {
  previewSelector: field(string, 'Version behind the preview Service.'),
  activeSelector: field(string, 'Version behind the active Service.'),
  scaleUpPreviewCheckPoint: field(boolean, 'Whether the preview has been approved and grows to full size.'),
  prePromotionAnalysisRunStatus: pointer(RolloutAnalysisRunStatus, 'Run before the switch.'),
  postPromotionAnalysisRunStatus: pointer(RolloutAnalysisRunStatus, 'Run after the switch.'),
})

const AwsResourceRef = object('AwsResourceRef', 'A resource of AWS.', {
  name: required(string, 'Its name.'),
  arn: required(string, 'Its ARN.'),
  fullName: field(string, 'The last part of its ARN.'),
})

const ALBStatus = object('ALBStatus', 'The load balancer as it was last seen.', {
  loadBalancer: field(AwsResourceRef, 'The load balancer.'),
  canaryTargetGroup: field(AwsResourceRef, 'Target group of the new version.'),
  stableTargetGroup: field(AwsResourceRef, 'Target group of the stable version.'),
  ingress: field(string, 'Its Ingress.'),
})

const RolloutDuration = object('RolloutDuration', 'How long the last update took.', {
  rolloutStartedAt: pointer(time, 'When it began.'),
  finishedAt: pointer(time, 'When it ended.'),
  manualPauseStartedAt: pointer(time, 'When the present pause for a person began.'),
  totalManualPauseDurationSeconds: field(int64, 'Seconds spent waiting for people.'),
  completionStatus: field(string, 'How it ended.'),
})

export const RolloutStatus = object('RolloutStatus', 'What the controller has observed and remembers.', {
  abort: field(boolean, 'Set by people or the controller: go back to the stable version.'),
  pauseConditions: field(list(PauseCondition), 'Why the controller has paused.'),
  controllerPause: field(boolean, 'Whether the controller has paused and was not yet resumed.'),
  abortedAt: pointer(time, 'When the update was aborted.'),
  currentPodHash: field(string, 'Pod template hash of the new version.'),
  currentStepHash: field(string, 'Hash of the list of steps.'),
  replicas: field(int32, 'Pods.'),
  updatedReplicas: field(int32, 'Pods of the new version.'),
  readyReplicas: field(int32, 'Ready pods.'),
  availableReplicas: field(int32, 'Available pods.'),
  currentStepIndex: pointer(int32, 'Index of the current step; the number of steps when all are done.'),
  collisionCount: pointer(int32, 'How often the name of a ReplicaSet was taken; part of the hash.'),
  observedGeneration: field(string, 'metadata.generation that this status is about, as text.'),
  conditions: field(list(RolloutCondition), 'The state by aspects.'),
  canary: field(CanaryStatus, 'State of a canary.'),
  blueGreen: field(BlueGreenStatus, 'State of a blue-green update.'),
  HPAReplicas: field(int32, 'Pods that an autoscaler should count.'),
  selector: field(string, 'Label selector of the pods that an autoscaler should count.'),
  stableRS: field(string, 'Pod template hash of the stable version.'),
  restartedAt: pointer(time, 'spec.restartAt that has been carried out.'),
  promoteFull: field(boolean, 'Set by people: skip what is left and promote.'),
  phase: field(string, 'Healthy, Progressing, Paused or Degraded.'),
  message: field(string, 'Why it is in this phase.'),
  workloadObservedGeneration: field(string, 'metadata.generation of the referenced workload, as text.'),
  alb: pointer(ALBStatus, 'The load balancer of the one Ingress.'),
  albs: field(list(ALBStatus), 'The load balancers of several Ingresses.'),
  duration: pointer(RolloutDuration, 'How long the last update took.'),
})
