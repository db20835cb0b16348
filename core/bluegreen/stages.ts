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
import { tellUnserved } from '../unserved.ts'
import { drainWorkload } from '../workload/scaledown.ts'
import { drainOlder, makeRoomFirst, sizeVersions } from './replicas.ts'
import { switchActive, switchPreview } from './services.ts'

const tell = [switchPreview, beginAttempt, tellUnserved, restartPods]
const drain = [drainOlder, rememberProgress, limitHistory]

/**
 * When N changes together with anything else, upstream resizes what runs before it turns to that, and people read of it in that order. Older versions
 * wait for a way back to stable to be told of.
 */
export function blueGreenStages(s: Situation): readonly Stage<Situation, Draft>[] {
  const inOrder = isResized(s) ? resizedFirst(s) : [...tell, sizeVersions, ...drain]
  return [syncRevision, createReplicaSet, ...inOrder, drainWorkload, pauseBeforeSwitch, switchActive, syncMetadata]
}

function resizedFirst(s: Situation): readonly Stage<Situation, Draft>[] {
  return s.newRS === s.stableRS
    ? [sizeVersions, makeRoomFirst, ...tell, ...drain]
    : [sizeVersions, ...drain, makeRoomFirst, ...tell]
}
