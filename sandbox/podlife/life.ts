/**
 * The life of a pod on its node: init containers one after the other, then the others side by side, then the end that it takes
 * by itself, by its deadline or by deletion. A pure function of the spec, the start, the deletion and an instant.
 */
import { type Instant, parseTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import { FRESH, type Life, type Phase, phaseAt, phasesOf, type Terminated } from './container.ts'
import { type Container, handlerMs, programOf } from './program.ts'
import type { Steering } from './steering.ts'

export interface Moment {
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed'
  readonly reason?: string
  readonly message?: string
  readonly hasSandbox: boolean
  readonly isInitialized: boolean
  readonly inits: readonly Phase[]
  readonly mains: readonly Phase[]
  /** The next instant at which any of this changes by itself. */
  readonly next: Instant
  /** A deleted pod: the instant at which nothing of it is left. */
  readonly goneAt?: Instant
}

const EXIT_MS = 150
const SHORTEST_GRACE = 100
const REMOVAL_MS = 60

export const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always'
const isOver = ({ phase }: Moment): boolean => phase === 'Succeeded' || phase === 'Failed'

/** `from` is when the node learnt of the pod. */
export function momentOf(pod: KubeObject, steering: Steering, from: Instant, now: Instant): Moment {
  const deadline = from + (pod.spec.activeDeadlineSeconds ?? Number.POSITIVE_INFINITY) * 1000
  const deletion = deletionOf(pod)
  if (deletion !== undefined && deletion <= Math.min(now, deadline))
    return terminated(pod, steering, from, deletion, now)
  const before = living(pod, steering, from, Math.min(now, deadline))
  const next = Math.min(before.next, isOver(before) ? before.next : deadline)
  return now < deadline || isOver(before) ? { ...before, next } : pastDeadline(before, deadline)
}

/** When deletion was asked for: the timestamp says when the grace period ends. */
function deletionOf({ metadata }: KubeObject): Instant | undefined {
  const end = parseTime(metadata.deletionTimestamp)
  return end === undefined ? undefined : end - (metadata.deletionGracePeriodSeconds ?? 0) * 1000
}

function living(pod: KubeObject, steering: Steering, from: Instant, now: Instant): Moment {
  const begin = from + steering.startMs
  const { inits, at, next, failed } = initialize(pod, steering, begin, now)
  const lives = (pod.spec.containers as Container[]).map(container => lifeOf(pod, container, steering))
  const started = at === undefined ? [] : lives.map(life => phaseAt(life, at, now))
  const mains = at === undefined ? lives.map(() => FRESH) : started.map(({ phase }) => phase)
  const phase = failed ? 'Failed' : at === undefined ? 'Pending' : phaseOf(mains, pod.spec.restartPolicy)
  const moment = {
    phase,
    hasSandbox: now >= begin,
    isInitialized: at !== undefined,
    inits,
    mains,
    next: Math.min(next, now < begin ? begin : Number.POSITIVE_INFINITY, ...started.map(one => one.next)),
  } as const
  return isOver(moment) ? { ...moment, inits: inits.map(init => stopped(init, 0, now)) } : moment
}

/** Runs the init containers up to now; `at` is when the last one let the others begin, undefined as long as it has not. */
function initialize(pod: KubeObject, steering: Steering, begin: Instant, now: Instant) {
  const inits: Phase[] = []
  let at: Instant | undefined = now >= begin ? begin : undefined
  let next = Number.POSITIVE_INFINITY
  for (const container of (pod.spec.initContainers ?? []) as Container[]) {
    const life = lifeOf(pod, container, steering, true)
    const reached = at === undefined ? { phase: FRESH, next } : phaseAt(life, at, now)
    inits.push(reached.phase)
    next = Math.min(next, reached.next)
    at = at === undefined ? undefined : handsOverAt(life, at, now)
  }
  const failed =
    pod.spec.restartPolicy === 'Never' && inits.some(({ state }) => state.is === 'terminated' && state.exitCode !== 0)
  return { inits, at, next, failed }
}

/** An init container hands over when it has succeeded, a sidecar as soon as it has started once. */
function handsOverAt(life: Life, from: Instant, now: Instant): Instant | undefined {
  for (const { at, state, started } of phasesOf(life, from)) {
    if (at > now) return undefined
    if (isSidecar(life.container) ? started : state.is === 'terminated' && state.exitCode === 0) return at
  }
  return undefined
}

function lifeOf(pod: KubeObject, container: Container, { exit, ...rest }: Steering, isInit = false): Life {
  // Only what the pod is made for is made to end; an init container ends by itself.
  const steering = exit && !isInit ? { ...rest, exit } : rest
  const policy = isInit && isSidecar(container) ? 'Always' : (pod.spec.restartPolicy ?? 'Always')
  const isOnce = isInit && !isSidecar(container)
  const restarts = (exitCode: number) =>
    policy === 'Always' ? !(isOnce && exitCode === 0) : policy === 'OnFailure' && exitCode !== 0
  return { container, program: programOf(container, steering), steering, restarts }
}

/** Phase of a pod whose init containers are done (kubelet getPhase). */
export function phaseOf(mains: readonly Phase[], restartPolicy = 'Always'): Moment['phase'] {
  if (mains.some(({ state, hasRun }) => state.is === 'waiting' && !hasRun)) return 'Pending'
  const ended = mains.flatMap(({ state }) => (state.is === 'terminated' ? [state] : []))
  if (ended.length < mains.length || restartPolicy === 'Always') return 'Running'
  if (ended.every(({ exitCode }) => exitCode === 0)) return 'Succeeded'
  return restartPolicy === 'Never' ? 'Failed' : 'Running'
}

function stopped(phase: Phase, exitCode: number, at: Instant): Phase {
  if (phase.state.is !== 'running') return phase
  const { startedAt } = phase.state
  const state: Terminated = {
    is: 'terminated',
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt,
    finishedAt: at,
  }
  return { ...phase, at, state, started: false, ready: false }
}

function pastDeadline(before: Moment, deadline: Instant): Moment {
  const stop = (phase: Phase) => stopped(phase, 143, deadline)
  return {
    ...before,
    phase: 'Failed',
    reason: 'DeadlineExceeded',
    message: 'Pod was active on the node longer than the specified deadline',
    inits: before.inits.map(stop),
    mains: before.mains.map(stop),
    next: Number.POSITIVE_INFINITY,
  }
}

/** Deletion: preStop, SIGTERM, and the kill when the grace period is over. What ends by itself before that does so with its own code. */
function terminated(pod: KubeObject, steering: Steering, from: Instant, deletion: Instant, now: Instant): Moment {
  const before = living(pod, steering, from, deletion)
  const grace = Math.max((pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000, SHORTEST_GRACE)
  const ends = before.mains.map((phase, i) =>
    endOf(phase, lifeOf(pod, pod.spec.containers[i], steering), deletion, grace),
  )
  const goneAt = Math.max(deletion, ...ends.map(({ at }) => at)) + REMOVAL_MS
  const mains = before.mains.map((phase, i) =>
    now >= ends[i]!.at ? stopped(phase, ends[i]!.exitCode, ends[i]!.at) : phase,
  )
  const inits = now >= goneAt ? before.inits.map(init => stopped(init, 0, now)) : before.inits
  const allEnded = mains.every(({ state }) => state.is === 'terminated')
  const succeeded = mains.every(({ state }) => state.is === 'terminated' && state.exitCode === 0)
  const phase = isOver(before) || !(allEnded || now >= goneAt) ? before.phase : succeeded ? 'Succeeded' : 'Failed'
  const coming = [...ends.map(({ at }) => at), goneAt].filter(at => at > now)
  return { ...before, phase, inits, mains, next: Math.min(...coming, Number.POSITIVE_INFINITY), goneAt }
}

function endOf(
  phase: Phase,
  { container, program }: Life,
  deletion: Instant,
  grace: number,
): { at: Instant; exitCode: number } {
  if (phase.state.is !== 'running' || program.does !== 'run') return { at: deletion, exitCode: 0 }
  const leaves = program.handlesTerm ? handlerMs(container.lifecycle?.preStop) + EXIT_MS : Number.POSITIVE_INFINITY
  const own = phase.state.startedAt + program.ms
  if (own < deletion + Math.min(leaves, grace)) return { at: Math.max(own, deletion), exitCode: program.exitCode }
  return leaves <= grace ? { at: deletion + leaves, exitCode: 0 } : { at: deletion + grace, exitCode: 137 }
}
