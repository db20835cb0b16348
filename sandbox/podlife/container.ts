/** The life of a container as a sequence of phases, computed and never waited for: its state at any instant can be asked for. */
import type { Instant } from '../../core/kube/time.ts'
import { type Container, handlerMs, type Program, probeMs } from './program.ts'
import type { Steering } from './steering.ts'

export type State =
  | { readonly is: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly is: 'running'; readonly startedAt: Instant }
  | Terminated

export interface Terminated {
  readonly is: 'terminated'
  readonly exitCode: number
  readonly reason: string
  readonly message?: string
  readonly startedAt: Instant
  readonly finishedAt: Instant
}

export interface Phase {
  readonly at: Instant
  readonly state: State
  readonly last?: Terminated
  readonly restarts: number
  readonly started: boolean
  readonly ready: boolean
  /** It has been created at least once: what has never run keeps its pod Pending. */
  readonly hasRun: boolean
}

export interface Life {
  readonly container: Container
  readonly program: Program
  readonly steering: Steering
  /** Whether the pod's restart policy starts it again after this exit code. */
  readonly restarts: (exitCode: number) => boolean
}

const PULL_BACKOFF_AFTER = 1500
const FIRST_RESTART = 500
const CRASH_LOOP_AFTER = 700
const SHORTEST_RUN = 20
/** A container that ran this long is forgiven its earlier failures. */
const FORGIVEN = 600_000

/** Ten seconds, doubled for each failure in a row, at most five minutes. */
export const backoffMs = (failures: number): number => Math.min(10_000 * 2 ** Math.max(0, failures - 1), 300_000)

/** The phase at `now` and the instant of the next one; a container that is started later than that has not begun. */
export function phaseAt(life: Life, from: Instant, now: Instant): { readonly phase: Phase; readonly next: Instant } {
  let phase: Phase = { ...FRESH, at: from }
  for (const following of phasesOf(life, from)) {
    if (following.at > now) return { phase, next: following.at }
    phase = following
  }
  return { phase, next: Number.POSITIVE_INFINITY }
}

export const FRESH: Phase = {
  at: 0,
  state: { is: 'waiting', reason: 'ContainerCreating' },
  restarts: 0,
  started: false,
  ready: false,
  hasRun: false,
}

/** Endless for a container that fails again and again. */
export function* phasesOf(life: Life, from: Instant): Generator<Phase> {
  const { program } = life
  if (program.does === 'fail to pull') return yield* pulls(life.container.image ?? '', program.message, from)
  let before: Phase = { ...FRESH, at: from }
  let failures = 0
  for (let at = from; ; ) {
    const ended = yield* attempt(life, program, before, at)
    if (!ended) return
    const { last, state } = ended
    if (!life.restarts(last!.exitCode)) return yield { ...ended, state: last! }
    yield ended
    // The kubelet starts a container again at once when it ends for the first time, and waits from then on.
    const isFirst = failures === 0 && state.is === 'terminated'
    if (!isFirst) yield { ...ended, at: ended.at + CRASH_LOOP_AFTER, state: crashLoop(life) }
    at = ended.at + (isFirst ? FIRST_RESTART : backoffMs(failures))
    failures = last!.startedAt > 0 && last!.finishedAt - last!.startedAt >= FORGIVEN ? 0 : failures + 1
    before = { ...ended, at, restarts: ended.restarts + 1 }
  }
}

function* pulls(image: string, message: string, from: Instant): Generator<Phase> {
  const error: State = {
    is: 'waiting',
    reason: 'ErrImagePull',
    message: `failed to pull and unpack image "${image}": not found`,
  }
  for (let at = from, failures = 1; ; at += backoffMs(failures++)) {
    yield { ...FRESH, at, state: error }
    yield { ...FRESH, at: at + PULL_BACKOFF_AFTER, state: { is: 'waiting', reason: 'ImagePullBackOff', message } }
  }
}

/** One start: answers the phase of its end, or nothing when it runs for ever. */
function* attempt(life: Life, program: Exclude<Program, { does: 'fail to pull' }>, before: Phase, at: Instant) {
  if (program.does === 'fail to start') return refused(program.message, before, at)
  const begin = at + handlerMs(life.container.lifecycle?.postStart)
  const end = begin + Math.max(program.ms, SHORTEST_RUN)
  for (const phase of runs(life, before, begin)) if (phase.at < end) yield phase
  if (end === Number.POSITIVE_INFINITY) return undefined
  const { exitCode } = program
  const last: Terminated = {
    is: 'terminated',
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt: begin,
    finishedAt: end,
  }
  return { at: end, state: last, last, restarts: before.restarts, started: false, ready: false, hasRun: true } as Phase
}

function refused(reason: string, before: Phase, at: Instant): Phase {
  const message = `failed to create containerd task: ${reason}`
  const last: Terminated = {
    is: 'terminated',
    exitCode: 128,
    reason: 'StartError',
    message,
    startedAt: 0,
    finishedAt: at,
  }
  return { ...before, at, state: { is: 'waiting', reason: 'RunContainerError', message }, last, hasRun: true }
}

/** Running, then started, then ready, as far as these differ. */
function runs({ container, steering }: Life, before: Phase, begin: Instant): Phase[] {
  const running: Phase = {
    ...before,
    at: begin,
    state: { is: 'running', startedAt: begin },
    started: false,
    hasRun: true,
  }
  const startup = probeMs(container.startupProbe)
  const readiness = steering.readyMs ?? startup + probeMs(container.readinessProbe)
  const started: Phase = { ...running, at: begin + startup, started: true }
  const ready: Phase = { ...started, at: begin + readiness, started: readiness >= startup, ready: true }
  const phases = readiness >= startup ? [running, started, ready] : [running, ready, { ...started, ready: true }]
  const reached = phases.filter(phase => !(steering.neverReady && phase.ready))
  return reached.filter((phase, i) => reached[i + 1]?.at !== phase.at)
}

const crashLoop = ({ container }: Life): State => ({
  is: 'waiting',
  reason: 'CrashLoopBackOff',
  message: `back-off restarting failed container=${container.name}`,
})
