/**
 * Pod life in lockstep, for comparing recordings: pods are bound to no node and nothing happens to them until somebody asks for
 * it; then one pod becomes ready or ends. So every controller sees the same sequence of counts, however fast it is. A pod
 * without a node is gone as soon as it is deleted.
 */
import { formatTime, parseTime } from '../../core/kube/time.ts'
import type { Api, KubeObject } from '../api.ts'
import type { Clock } from '../clock/clock.ts'
import { kinds } from '../controllers/loop/resource.ts'
import { View } from '../controllers/loop/view.ts'
import { controllerOf, isDeleting } from '../controllers/owner.ts'
import { STEERING } from './steering.ts'

export interface LockstepOptions {
  /** The pod annotation that says how a Job's pod ends: `succeed` (also when absent), `fail`, or `run` for never. */
  readonly jobAnnotation?: string
}

export interface Lockstep {
  stop(): void
  /** The watch has shown all writes; pods may still be waiting to be moved. */
  idle(): boolean
  /** When the next pod of a namespace may be moved: a past instant for now, undefined when none will ever be. */
  next(namespace: string): number | undefined
  /** Moves the one pod whose turn it is, the oldest ReplicaSet's first; false when none is due. */
  advance(namespace: string): Promise<boolean>
  /** Makes a running pod ready or not. */
  setReady(pod: KubeObject, ready: boolean): Promise<void>
}

type Outcome = 'Ready' | 'Succeeded' | 'Failed'

const LATE_MS = 4000

export function startLockstep(api: Api, clock: Clock, options: LockstepOptions = {}): Lockstep {
  const { jobAnnotation = `${STEERING}/job` } = options
  const view = new View(api, clock)
  const pods = view.of(kinds.pods)
  const sets = view.of(kinds.replicaSets)
  const write = async (pod: KubeObject, status: object) =>
    void (await view.patch(kinds.pods, pod, { status }, 'status'))
  const queue = (namespace: string) => turns(pods.list(namespace), sets.list(namespace), jobAnnotation)
  return {
    stop: () => view.stop(),
    idle: () => view.isFresh(),
    next: namespace =>
      queue(namespace).reduce<number | undefined>((least, { at }) => Math.min(least ?? at, at), undefined),
    advance: async namespace => {
      await view.fresh()
      const turn = queue(namespace).find(({ at }) => at <= clock.now())
      if (!turn) return false
      const { pod, outcome } = turn
      await write(
        pod,
        outcome === 'Ready' ? runningStatus(pod, true, clock.now()) : endedStatus(pod, outcome, clock.now()),
      )
      return true
    },
    setReady: (pod, ready) => write(pod, runningStatus(pod, ready, clock.now())),
  }
}

interface Turn {
  readonly pod: KubeObject
  readonly outcome: Outcome
  readonly at: number
}

/** Pods to move in their order: by the age of their ReplicaSet, then by when they may be moved, then by name. */
function turns(pods: readonly KubeObject[], sets: readonly KubeObject[], jobAnnotation: string): Turn[] {
  const ages = [...sets]
    .sort((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp) || compare(a, b))
    .map(({ metadata }) => metadata.name)
  const rank = ({ pod }: Turn) => (ages.indexOf(controllerOf(pod)?.name ?? '') + ages.length + 1) % (ages.length + 1)
  return pods
    .flatMap(pod => turnOf(pod, jobAnnotation))
    .sort((a, b) => rank(a) - rank(b) || a.at - b.at || compare(a.pod, b.pod))
}

const compare = (a: KubeObject, b: KubeObject): number => (a.metadata.name < b.metadata.name ? -1 : 1)

/** What shall become of a pending pod; nothing for one that is left alone. */
function turnOf(pod: KubeObject, jobAnnotation: string): Turn[] {
  if (isDeleting(pod) || (pod.status?.phase ?? 'Pending') !== 'Pending') return []
  if (controllerOf(pod)?.kind === 'Job') {
    const wanted = pod.metadata.annotations?.[jobAnnotation] ?? 'succeed'
    return wanted === 'run' ? [] : [{ pod, outcome: wanted === 'fail' ? 'Failed' : 'Succeeded', at: 0 }]
  }
  const tagged = (suffix: string) => pod.spec.containers.some(({ image }: { image: string }) => image.endsWith(suffix))
  if (tagged('-never')) return []
  const created = parseTime(pod.metadata.creationTimestamp) ?? 0
  return [{ pod, outcome: 'Ready', at: tagged('-late') ? created + LATE_MS : 0 }]
}

function runningStatus(pod: KubeObject, ready: boolean, now: number): object {
  const [stamp, word] = [formatTime(now), ready ? 'True' : 'False']
  const gates = (pod.spec.readinessGates ?? []).map(({ conditionType }: { conditionType: string }) => [
    conditionType,
    'True',
  ])
  const conditions = [
    ['PodScheduled', 'True'],
    ['Initialized', 'True'],
    ['ContainersReady', word],
    ['Ready', word],
    ...gates,
  ]
  return {
    phase: 'Running',
    startTime: stamp,
    podIP: '10.0.0.1',
    conditions: conditions.map(([type, status]) => ({ type, status, lastTransitionTime: stamp })),
    containerStatuses: containers(pod, { ready, started: ready, state: { running: { startedAt: stamp } } }),
  }
}

function endedStatus(pod: KubeObject, phase: Outcome, now: number): object {
  const [stamp, isDone] = [formatTime(now), phase === 'Succeeded']
  const terminated = {
    exitCode: isDone ? 0 : 1,
    reason: isDone ? 'Completed' : 'Error',
    startedAt: stamp,
    finishedAt: stamp,
  }
  return { phase, startTime: stamp, containerStatuses: containers(pod, { ready: false, state: { terminated } }) }
}

const containers = (pod: KubeObject, state: object): object[] =>
  pod.spec.containers.map(({ name, image }: { name: string; image: string }) => ({
    name,
    image,
    imageID: '',
    restartCount: 0,
    ...state,
  }))
