/** A pod's status as a kubelet writes it, rendered from a moment of its life. */
import { formatTime, type Instant } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import type { Phase, State } from './container.ts'
import { isSidecar, type Moment } from './life.ts'
import type { Container } from './program.ts'

const HOST_IP = '10.0.0.1'

interface Condition {
  readonly type: string
  readonly status: string
  readonly lastProbeTime?: string | null
  readonly lastTransitionTime?: string | null
}

export interface Placement {
  readonly startedAt: Instant
  readonly ip?: string
}

/** Conditions that are not the kubelet's (readiness gates) stay as they are. */
export function statusOf(
  pod: KubeObject,
  moment: Moment,
  { startedAt, ip }: Placement,
  now: Instant,
): KubeObject['status'] {
  return {
    phase: moment.phase,
    ...(moment.reason ? { reason: moment.reason, message: moment.message } : {}),
    startTime: formatTime(startedAt),
    hostIP: HOST_IP,
    hostIPs: [{ ip: HOST_IP }],
    ...(ip ? { podIP: ip, podIPs: [{ ip }] } : {}),
    conditions: conditionsOf(pod, moment, now),
    ...(moment.inits.length > 0
      ? {
          initContainerStatuses: moment.inits.map((phase, i) =>
            containerStatus(pod, pod.spec.initContainers[i], phase, 'init'),
          ),
        }
      : {}),
    containerStatuses: moment.mains.map((phase, i) =>
      containerStatus(pod, pod.spec.containers[i], phase, moment.isInitialized ? 'main' : 'blocked'),
    ),
  }
}

function conditionsOf(pod: KubeObject, moment: Moment, now: Instant): Condition[] {
  const stored: Condition[] = pod.status?.conditions ?? []
  const isOver = moment.phase === 'Succeeded' || moment.phase === 'Failed'
  const why =
    moment.phase === 'Succeeded' ? 'PodCompleted' : moment.phase === 'Failed' ? 'PodFailed' : 'ContainersNotReady'
  const isReady = areContainersReady(pod, moment)
  const gates: { conditionType: string }[] = pod.spec.readinessGates ?? []
  const isOpen = gates.every(gate =>
    stored.some(({ type, status }) => type === gate.conditionType && status === 'True'),
  )
  const own = [
    ['PodReadyToStartContainers', moment.hasSandbox && !isOver],
    ['Initialized', moment.isInitialized, 'ContainersNotInitialized'],
    ['Ready', isReady && isOpen, isReady ? 'ReadinessGatesNotReady' : why],
    ['ContainersReady', isReady, why],
    ['PodScheduled', true],
  ] as const
  const types = new Set<string>(own.map(([type]) => type))
  return [
    ...own.map(([type, isTrue, reason]) =>
      condition(stored, type, isTrue ? 'True' : 'False', isTrue ? undefined : reason, now),
    ),
    ...stored.filter(({ type }) => !types.has(type)),
  ]
}

function areContainersReady(pod: KubeObject, { phase, inits, mains }: Moment): boolean {
  const sidecars = inits.filter((_, i) => isSidecar(pod.spec.initContainers[i]))
  return phase === 'Running' && [...mains, ...sidecars].every(({ ready }) => ready)
}

function condition(
  stored: readonly Condition[],
  type: string,
  status: string,
  reason: string | undefined,
  now: Instant,
): Condition {
  const known = stored.find(one => one.type === type)
  const lastTransitionTime =
    known?.status === status && known.lastTransitionTime ? known.lastTransitionTime : formatTime(now)
  // As a kubelet writes it: what the API server answers must be equal to what was written, or it would be written for ever.
  return { type, status, lastProbeTime: null, lastTransitionTime, ...(reason ? { reason } : {}) }
}

function containerStatus(
  pod: KubeObject,
  container: Container,
  phase: Phase,
  role: 'init' | 'main' | 'blocked',
): object {
  const { state, last, restarts, started, hasRun } = phase
  const id = (n: number) => `containerd://${pod.metadata.uid}-${container.name}-${n}`
  const isDone = state.is === 'terminated' && state.exitCode === 0
  const shown: State =
    role === 'blocked' && pod.spec.initContainers?.length ? { is: 'waiting', reason: 'PodInitializing' } : state
  return {
    name: container.name,
    image: container.image ?? '',
    imageID: hasRun ? `sha256:${container.image}` : '',
    ready: role === 'init' && !isSidecar(container) ? isDone : phase.ready,
    started,
    restartCount: restarts,
    state: render(shown, id(restarts)),
    lastState: last && last !== state ? render(last, id(Math.max(0, restarts - 1))) : {},
    ...(hasRun ? { containerID: id(restarts) } : {}),
  }
}

function render(state: State, containerID: string): object {
  if (state.is === 'running') return { running: { startedAt: formatTime(state.startedAt) } }
  const message = state.message ? { message: state.message } : {}
  if (state.is === 'waiting') return { waiting: { reason: state.reason, ...message } }
  const { exitCode, reason, startedAt, finishedAt } = state
  return {
    terminated: {
      exitCode,
      reason,
      ...message,
      startedAt: formatTime(startedAt),
      finishedAt: formatTime(finishedAt),
      containerID,
    },
  }
}
