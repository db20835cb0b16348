/**
 * Plays scheduler and kubelet: what a node would make of each pod's own spec, written as the pod's status. Nothing is run. What a
 * pod is at an instant is computed (life.ts); here it is only written, and looked at again when it changes.
 */

import { semanticallyEqual } from '../../core/kube/equality.ts'
import { parseTime } from '../../core/kube/time.ts'
import type { Api, KubeObject } from '../api.ts'
import type { Clock } from '../clock/clock.ts'
import { Queue } from '../controllers/loop/queue.ts'
import { keyOf, kinds } from '../controllers/loop/resource.ts'
import { View } from '../controllers/loop/view.ts'
import { isDeleting } from '../controllers/owner.ts'
import { type Moment, momentOf } from './life.ts'
import { bind, makeNode } from './node.ts'
import { statusOf } from './status.ts'
import { type SteeringOptions, steeringOf } from './steering.ts'

export interface PodLifeOptions {
  /** Names of the nodes to play; pods on other nodes are left alone. Default: one, `node-0`. */
  readonly nodes?: readonly string[]
  /** Whether to bind pods too. False beside a real scheduler. */
  readonly schedule?: boolean
  /** Milliseconds from binding to the start of the first container. Default 1800: an update is not over within a second. */
  readonly startMs?: number
  /** Whether image tags ending in `-never` and `-late` steer a pod (steering.ts). */
  readonly imageTags?: boolean
  readonly log?: (line: string) => void
}

export interface PodLife {
  stop(): void
  /** Nothing to write now: what is left waits for time. */
  idle(): boolean
}

interface Node {
  readonly view: View
  readonly nodes: readonly string[]
  readonly schedule: boolean
  readonly steering: SteeringOptions
  /** When this process first saw a bound pod, to the millisecond; `status.startTime` has only the second. */
  readonly startedAt: Map<string, number>
  readonly taken: Set<string>
  lastIp: number
}

export function startPodLife(api: Api, clock: Clock, options: PodLifeOptions = {}): PodLife {
  const {
    nodes = ['node-0'],
    schedule = true,
    startMs = 1800,
    imageTags = false,
    log = line => console.error(line),
  } = options
  const view = new View(api, clock)
  const node: Node = {
    view,
    nodes,
    schedule,
    steering: { startMs, imageTags },
    startedAt: new Map(),
    taken: new Set(),
    lastIp: 0,
  }
  const making = new Queue('node', view, name => makeNode(view, name), log)
  const pods = view.of(kinds.pods)
  const queue = new Queue('podlife', view, key => sync(node, pods.get(key)), log)
  pods.onChange((pod, _, gone) => {
    if (pod.status?.podIP) node.taken[gone ? 'delete' : 'add'](pod.status.podIP)
    if (gone) node.startedAt.delete(pod.metadata.uid)
    else queue.add(keyOf(pod))
  })
  for (const name of nodes) making.add(name)
  return {
    stop: () => {
      for (const one of [making, queue, view]) one.stop()
    },
    idle: () => view.isFresh() && making.isIdle() && queue.isIdle(),
  }
}

async function sync(node: Node, pod: KubeObject | undefined): Promise<number | undefined> {
  if (!pod) return undefined
  if (!pod.spec.nodeName) {
    const isHeld = isDeleting(pod) || (pod.spec.schedulingGates ?? []).length > 0
    if (node.schedule && !isHeld) await bind(node.view, pod, node.nodes)
    return undefined
  }
  return node.nodes.includes(pod.spec.nodeName) ? live(node, pod) : undefined
}

async function live(node: Node, pod: KubeObject): Promise<number> {
  const { view } = node
  const now = view.clock.now()
  const startedAt = startOf(node, pod, now)
  const moment = momentOf(pod, steeringOf(pod, node.steering), startedAt, now)
  const ip = pod.status?.podIP ?? (moment.hasSandbox ? nextIp(node) : undefined)
  const status = keepEnd(pod, moment) ?? statusOf(pod, moment, { startedAt, ...(ip ? { ip } : {}) }, now)
  const before = pod.status ?? {}
  const stored = Object.fromEntries(Object.keys(status).map(field => [field, before[field]]))
  const written = semanticallyEqual(stored, status) ? pod : await view.patch(kinds.pods, pod, { status }, 'status')
  if (moment.goneAt !== undefined && moment.goneAt <= now) await view.delete(kinds.pods, written, { graceSeconds: 0 })
  return moment.next
}

/** A pod that is over stays as it was written, whatever is changed on it later. */
const keepEnd = (pod: KubeObject, { phase }: Moment): KubeObject['status'] | undefined =>
  ['Succeeded', 'Failed'].includes(pod.status?.phase) && pod.status.phase !== phase ? pod.status : undefined

function startOf({ startedAt }: Node, { metadata, status }: KubeObject, now: number): number {
  const at = startedAt.get(metadata.uid) ?? parseTime(status?.startTime) ?? now
  startedAt.set(metadata.uid, at)
  return at
}

/** The next address that no pod has. */
function nextIp(node: Node): string {
  for (;;) {
    node.lastIp = (node.lastIp + 1) % (254 * 254)
    const ip = `10.244.${1 + Math.floor(node.lastIp / 254)}.${1 + (node.lastIp % 254)}`
    if (!node.taken.has(ip)) return ip
  }
}
