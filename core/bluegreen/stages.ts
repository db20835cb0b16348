/** Blue-green, stage by stage (contract rollout 8.1). Analysis takes its place after the switch. */
import type { Draft } from '../draft.ts'
import { createReplicaSet } from '../identity/create.ts'
import { limitHistory } from '../identity/history.ts'
import { syncRevision } from '../identity/sync.ts'
import { syncMetadata } from '../metadata/stage.ts'
import { pauseBeforeSwitch } from '../pause/bluegreen.ts'
import { restartPods } from '../restart/restart.ts'
import type { Situation } from '../situation.ts'
import type { Stage } from '../stage.ts'
import { beginAttempt } from '../status/attempt.ts'
import { rememberProgress } from '../status/mark.ts'
import { drainWorkload } from '../workload/scaledown.ts'
import { drainOlder, sizeVersions } from './replicas.ts'
import { switchActive, switchPreview } from './services.ts'

export const blueGreenStages: readonly Stage<Situation, Draft>[] = [
  syncRevision,
  createReplicaSet,
  switchPreview,
  beginAttempt,
  restartPods,
  sizeVersions,
  drainOlder,
  rememberProgress,
  limitHistory,
  drainWorkload,
  pauseBeforeSwitch,
  switchActive,
  syncMetadata,
]
