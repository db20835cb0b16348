/** Blue-green, stage by stage (contract rollout 8.1). Analysis takes its place after the switch. */
import type { Draft } from '../draft.ts'
import { createReplicaSet } from '../identity/create.ts'
import { limitHistory } from '../identity/history.ts'
import { syncRevision } from '../identity/sync.ts'
import { syncMetadata } from '../metadata/stage.ts'
import { pauseBeforeSwitch } from '../pause/bluegreen.ts'
import { isResized } from '../replicas/scale.ts'
import { restartPods } from '../restart/restart.ts'
import type { Situation } from '../situation.ts'
import type { Stage } from '../stage.ts'
import { beginAttempt } from '../status/attempt.ts'
import { rememberProgress } from '../status/mark.ts'
import { drainWorkload } from '../workload/scaledown.ts'
import { drainOlder, makeRoomFirst, sizeVersions } from './replicas.ts'
import { switchActive, switchPreview } from './services.ts'

const tell = [switchPreview, beginAttempt, restartPods]
const size = [sizeVersions, drainOlder, rememberProgress, limitHistory]

/** When N changes together with anything else, upstream resizes what runs before it turns to that, and people read of it in that order. */
export function blueGreenStages(s: Situation): readonly Stage<Situation, Draft>[] {
  const inOrder = isResized(s) ? [...size, makeRoomFirst, ...tell] : [...tell, ...size]
  return [syncRevision, createReplicaSet, ...inOrder, drainWorkload, pauseBeforeSwitch, switchActive, syncMetadata]
}
