import { RolloutAnalysisBackground } from './analysis.ts'
import { AntiAffinity, PodTemplateMetadata } from './metadata.ts'
import { TrafficRouting } from './routing.ts'
import { CanaryStep } from './steps.ts'
import { boolean, field, int32, intOrString, list, object, pointer, required, string } from './words.ts'

const PingPong = object('PingPong', 'Two Services that swap the roles of stable and canary with each promotion.', {
  pingService: required(string, 'One of the two Services.'),
  pongService: required(string, 'The other one.'),
})

const ReplicaProgressThreshold = object('ReplicaProgressThreshold', 'When enough pods are available to go on.', {
  type: required(string, 'Percent or Pod.'),
  value: required(int32, 'Available pods that are enough, in percent or as a number.'),
})

export const CanaryStrategy = object('CanaryStrategy', 'Move pods or traffic to the new version step by step.', {
  canaryService: field(string, 'Service that reaches the new version.'),
  stableService: field(string, 'Service that reaches the stable version.'),
  steps: field(list(CanaryStep), 'The steps, in order.'),
  trafficRouting: pointer(TrafficRouting, 'Routes traffic by weight; without it, weight is a share of the pods.'),
  maxUnavailable: pointer(intOrString, 'Pods that may be missing during an update; 25% when absent.'),
  maxSurge: pointer(intOrString, 'Pods that may exist beyond the desired number; 25% when absent.'),
  analysis: pointer(RolloutAnalysisBackground, 'An analysis that runs beside the steps.'),
  antiAffinity: pointer(AntiAffinity, 'Keeps pods of the two versions on different nodes.'),
  canaryMetadata: pointer(PodTemplateMetadata, 'Labels and annotations of pods while they are canary.'),
  stableMetadata: pointer(PodTemplateMetadata, 'Labels and annotations of pods while they are stable.'),
  scaleDownDelaySeconds: pointer(
    int32,
    'Seconds for which the old version is kept after promotion; traffic routing only, 30 when absent.',
  ),
  scaleDownDelayRevisionLimit: pointer(int32, 'Old versions that may wait for their scale-down at the same time.'),
  abortScaleDownDelaySeconds: pointer(
    int32,
    'Seconds for which the canary is kept after an abort; traffic routing only, 30 when absent.',
  ),
  dynamicStableScale: field(
    boolean,
    'Shrinks the stable version as its share of the traffic falls; traffic routing only.',
  ),
  pingPong: pointer(PingPong, 'Swap two Services instead of re-pointing one.'),
  minPodsPerReplicaSet: pointer(int32, 'Fewest pods of a version that has traffic; traffic routing only.'),
  replicaProgressThreshold: pointer(ReplicaProgressThreshold, 'When enough pods are available to go on.'),
})
