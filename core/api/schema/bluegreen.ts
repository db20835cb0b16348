import { RolloutAnalysis } from './analysis.ts'
import { AntiAffinity, PodTemplateMetadata } from './metadata.ts'
import { boolean, field, int32, intOrString, object, pointer, required, string } from './words.ts'

export const BlueGreenStrategy = object(
  'BlueGreenStrategy',
  'Run the new version beside the old one, then switch a Service.',
  {
    activeService: required(string, 'Service that carries the live traffic.'),
    previewService: field(string, 'Service that reaches the new version before the switch.'),
    previewReplicaCount: pointer(int32, 'Pods of the new version until the switch; all of them when absent.'),
    autoPromotionEnabled: pointer(boolean, 'Switch without asking; true when absent.'),
    autoPromotionSeconds: field(int32, 'Switch without asking after this many seconds.'),
    maxUnavailable: pointer(intOrString, 'Pods that a restart may take down at once, as a number or a percentage.'),
    scaleDownDelaySeconds: pointer(
      int32,
      'Seconds for which the old version is kept after the switch; 30 when absent.',
    ),
    scaleDownDelayRevisionLimit: pointer(int32, 'Old versions that may wait for their scale-down at the same time.'),
    abortScaleDownDelaySeconds: pointer(
      int32,
      'Seconds for which the new version is kept after an abort; 30 when absent, 0 keeps it for ever.',
    ),
    prePromotionAnalysis: pointer(RolloutAnalysis, 'Analysis that has to succeed before the switch.'),
    postPromotionAnalysis: pointer(RolloutAnalysis, 'Analysis after the switch; a failure switches back.'),
    antiAffinity: pointer(AntiAffinity, 'Keeps pods of the two versions on different nodes.'),
    previewMetadata: pointer(PodTemplateMetadata, 'Labels and annotations of pods while they are in preview.'),
    activeMetadata: pointer(PodTemplateMetadata, 'Labels and annotations of pods while they are active.'),
  },
)
