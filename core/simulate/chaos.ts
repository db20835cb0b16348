/** Schedules: what can happen to a cluster between two passes, and passes that are cut short by a crash. */

import { decide } from '../decide.ts'
import type { Decision } from '../decision.ts'
import type { World } from '../world.ts'
import { abort, deploy, pause, promote, promoteFull, restart, resume, retry, scale, wait } from './acts.ts'
import { applyIntent, applyStatus } from './effects.ts'
import { setReady, syncReplicaSets } from './kubernetes.ts'
import { type Cluster, worldOf } from './objects.ts'
import type { Act } from './simulate.ts'

export type Move =
  | { readonly do: 'pass' }
  /** The controller dies after so many writes: what it meant to write last is the status. */
  | { readonly do: 'crash'; readonly after: number }
  | { readonly do: 'sync' }
  /** A pod, counted around, becomes ready or loses its readiness. */
  | { readonly do: 'ready' | 'unready' | 'kill'; readonly pod: number }
  | { readonly do: 'act'; readonly act: Act }
  /** Other Rollouts come to want something, or have had it. */
  | { readonly do: 'crowd'; readonly crowd: World['crowd'] }

export const acts: readonly Act[] = [
  deploy('web:1'),
  deploy('web:2'),
  deploy('web:3'),
  scale(1),
  scale(3),
  scale(8),
  scale(0),
  pause,
  resume,
  abort,
  retry,
  promote,
  promoteFull,
  restart,
  wait(1),
  wait(40),
  wait(700),
]

export interface Moved {
  readonly cluster: Cluster
  readonly decision?: Decision
}

export function move(cluster: Cluster, step: Move): Moved {
  switch (step.do) {
    case 'pass':
      return partialPass(cluster, Number.POSITIVE_INFINITY)
    case 'crash':
      return partialPass(cluster, step.after)
    case 'sync':
      return { cluster: syncReplicaSets(cluster) }
    case 'act':
      return { cluster: step.act.run(cluster) }
    case 'crowd':
      return { cluster: { ...cluster, crowd: step.crowd } }
    default:
      return { cluster: disturb(cluster, step.do, step.pod) }
  }
}

/** A pass that is cut off after so many writes. */
export function partialPass(cluster: Cluster, writes: number): Moved {
  const decision = decide(worldOf(cluster), cluster.now)
  let next = cluster
  let left = writes
  for (const intent of decision.intents) {
    if (left-- <= 0) return { cluster: next, decision }
    const outcome = applyIntent(next, intent)
    if ('failed' in outcome) break
    next = outcome.done
  }
  return { cluster: decision.status && left > 0 ? applyStatus(next, decision.status) : next, decision }
}

function disturb(cluster: Cluster, what: 'ready' | 'unready' | 'kill', index: number): Cluster {
  const pod = cluster.pods[index % Math.max(1, cluster.pods.length)]
  if (!pod) return cluster
  if (what === 'kill') return syncReplicaSets({ ...cluster, pods: cluster.pods.filter(each => each !== pod) })
  return setReady(cluster, pod.metadata.name, what === 'ready')
}
