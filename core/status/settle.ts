/** Comparing a status with the stored one: what counts as a difference, and which differences may wait. */
import type { RolloutCondition, RolloutStatus } from '../api/types.ts'
import { OLD_PODS_LEAVE } from './phase.ts'
import { isCompleted } from './progress.ts'
import type { Fields } from './transition.ts'

const COUNTS = ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas', 'HPAReplicas'] as const

/** Counts of zero and empty texts are left out, as the Go structs leave them out. */
export function compact(fields: Fields): RolloutStatus {
  const entries = Object.entries(fields).filter(([key, value]) => {
    if (value === undefined || value === '') return false
    return value !== 0 || !(COUNTS as readonly string[]).includes(key)
  })
  return Object.fromEntries(entries) as RolloutStatus
}

/** Fields that we never write ourselves, and zero values that clients have patched (`abort: false`), stay as they are: no write only to tidy up. With `isTidying` the zeros go. */
export function keepForeign(stored: RolloutStatus, next: RolloutStatus, isTidying = false): RolloutStatus {
  const goes = (key: string, value: unknown) => isTidying || !isZero(value) || key === FIRST_STEP
  const isKept = (key: string, value: unknown) => !KNOWN.has(key) || !goes(key, value)
  const kept = Object.entries(stored).filter(([key, value]) => !(key in next) && isKept(key, value))
  return { ...Object.fromEntries(kept), ...next }
}

/** Its zero is the first step; of a Rollout without steps there is none. */
const FIRST_STEP = 'currentStepIndex'

const KNOWN: ReadonlySet<string> = new Set([
  ...['abort', 'abortedAt', 'alb', 'albs', 'blueGreen', 'canary', 'collisionCount', 'conditions', 'controllerPause'],
  ...['currentPodHash', 'currentStepHash', 'currentStepIndex', 'duration', 'message', 'observedGeneration'],
  ...['pauseConditions', 'phase', 'promoteFull', 'restartedAt', 'selector', 'stableRS', 'workloadObservedGeneration'],
  ...COUNTS,
])

function isZero(value: unknown): boolean {
  if (value === null || value === false || value === 0 || value === '') return true
  return typeof value === 'object' && Object.keys(value ?? {}).length === 0
}

export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length || Array.isArray(a) !== Array.isArray(b)) return false
  return keys.every(key => key in b && sameJson(a[key as keyof typeof a], b[key as keyof typeof b]))
}

/** Only counts differ, and what is said of them while progressing; or the new version has become stable and the old pods, if any, are about to have gone. */
export function mayWait(stored: RolloutStatus, next: RolloutStatus): boolean {
  if (isPromotion(stored, next))
    return next.message === OLD_PODS_LEAVE || (next.phase === 'Progressing' && !stored.stableRS)
  return stored.phase === 'Progressing' && next.phase === 'Progressing'
    ? sameJson(withoutCounts(stored), withoutCounts(next))
    : sameJson(withoutNumbers(stored), withoutNumbers(next))
}

/** The attempt on record becomes stable in this very write. */
function isPromotion(stored: RolloutStatus, next: RolloutStatus): boolean {
  return stored.currentPodHash === next.currentPodHash && !isCompleted(stored) && isCompleted(next)
}

/** The preview's selector follows at once and is told with the next counts. */
function withoutCounts(status: RolloutStatus) {
  const { message, blueGreen = {}, ...rest } = withoutNumbers(status)
  const { previewSelector, ...selectors } = blueGreen
  const conditions = (rest.conditions ?? []).filter(condition => !isSoft(condition))
  return { ...rest, blueGreen: selectors, conditions }
}

/** Availability and progress come and go while pods are replaced. */
function isSoft({ type, reason }: RolloutCondition): boolean {
  return type === 'Available' || (type === 'Progressing' && reason === 'ReplicaSetUpdated')
}

function withoutNumbers(status: RolloutStatus): RolloutStatus {
  const { replicas, updatedReplicas, readyReplicas, availableReplicas, HPAReplicas, ...rest } = status
  return rest
}
