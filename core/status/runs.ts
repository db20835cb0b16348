/**
 * What the status says of analyses and experiments. Nothing of ours writes it: it stays as long as upstream would keep it (contract rollout 1.8),
 * so that a Rollout that is taken over in the middle of an analysis loses nothing, and a settled one is not written at all.
 */
import type { RolloutStatus } from '../api/types.ts'
import type { Situation } from '../situation.ts'

type CanaryStatus = NonNullable<RolloutStatus['canary']>
type BlueGreenStatus = NonNullable<RolloutStatus['blueGreen']>

/** Of an attempt that is still on its way, at the step `index`; with its end, whatever it is, they are no longer current. */
export function canaryRuns(s: Situation, index: number): CanaryStatus {
  const { currentStepAnalysisRunStatus, currentBackgroundAnalysisRunStatus, currentExperiment } = s.stored.canary ?? {}
  const step = s.steps[index]
  return {
    ...(step?.analysis && currentStepAnalysisRunStatus ? { currentStepAnalysisRunStatus } : {}),
    ...(step?.experiment && currentExperiment ? { currentExperiment } : {}),
    ...(s.canary?.analysis && currentBackgroundAnalysisRunStatus ? { currentBackgroundAnalysisRunStatus } : {}),
  }
}

/** They outlive promotion and abort; a new template ends them. */
export function blueGreenRuns(s: Situation): BlueGreenStatus {
  const { prePromotionAnalysisRunStatus, postPromotionAnalysisRunStatus } = s.stored.blueGreen ?? {}
  if (s.changed) return {}
  return {
    ...(prePromotionAnalysisRunStatus ? { prePromotionAnalysisRunStatus } : {}),
    ...(postPromotionAnalysisRunStatus ? { postPromotionAnalysisRunStatus } : {}),
  }
}
