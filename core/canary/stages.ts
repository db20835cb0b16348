/** A canary, stage by stage (contract rollout 7.1). Routers, experiments, analysis and plugins take their places between Services and sizes. */
import type { Draft } from '../draft.ts'
import { createReplicaSet } from '../identity/create.ts'
import { limitHistory } from '../identity/history.ts'
import { syncRevision } from '../identity/sync.ts'
import { syncMetadata } from '../metadata/stage.ts'
import { pauseAtStep } from '../pause/canary.ts'
import { restartPods } from '../restart/restart.ts'
import { pointServices } from '../services/canary.ts'
import type { Situation } from '../situation.ts'
import type { Stage } from '../stage.ts'
import { beginAttempt } from '../status/attempt.ts'
import { rememberProgress } from '../status/mark.ts'
import { tellUnserved } from '../unserved.ts'
import { drainWorkload } from '../workload/scaledown.ts'
import { drainOlder, isSizedFirst, sizeVersions } from './replicas.ts'

const tell = [beginAttempt, tellUnserved, restartPods, syncMetadata, limitHistory, pointServices]
const size = [sizeVersions, drainOlder, rememberProgress]

/** What another N does to the versions that run is told before the attempt that comes with it (as upstream), unless the attempt is sized for it at once. */
export function canaryStages(s: Situation): readonly Stage<Situation, Draft>[] {
  const inOrder = isSizedFirst(s) ? [...size, ...tell] : [...tell, ...size]
  return [syncRevision, createReplicaSet, ...inOrder, drainWorkload, pauseAtStep]
}
