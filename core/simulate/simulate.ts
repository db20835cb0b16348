/**
 * simulate: the same decisions, interpreted in memory. What `slipway simulate` and "what happens if I promote" show, and what the properties run on.
 */
import { decide } from '../decide.ts'
import type { Decision } from '../decision.ts'
import type { Instant } from '../kube/time.ts'
import { applyIntent, applyStatus } from './effects.ts'
import { readyWorkload, setReady, syncReplicaSets } from './kubernetes.ts'
import { type Cluster, type Pod, worldOf } from './objects.ts'

/** What happens between two states, in a word for people. */
export interface State {
  readonly cluster: Cluster
  readonly cause: string
  readonly decision?: Decision
}

/** What is done to the cluster from outside, and when: as soon as it is quiet after the step before. */
export interface Act {
  readonly name: string
  readonly run: (cluster: Cluster) => Cluster
}

export interface Options {
  /** Whether a pod will ever become ready; all do when absent. */
  readonly becomesReady?: (pod: Pod) => boolean
  /** How far time may run while nothing but time is waited for, in milliseconds; an hour when absent. */
  readonly patience?: number
}

/** More than any rollout of a few dozen pods needs: beyond it the decision does not settle. */
const MOST_MOVES = 2000

/** The states from `start` until everything is quiet after the last act. */
export function simulate(start: Cluster, script: readonly Act[], options: Options = {}): readonly State[] {
  const states: State[] = [{ cluster: start, cause: 'start' }]
  settle(states, options)
  for (const act of script) {
    states.push({ cluster: act.run(last(states)), cause: act.name })
    settle(states, options)
  }
  return states
}

/** One decision, and every effect that it asks for until one fails; the status is written in any case. */
export function pass(cluster: Cluster): State {
  const decision = decide(worldOf(cluster), cluster.now)
  let next = cluster
  for (const intent of decision.intents) {
    const outcome = applyIntent(next, intent)
    if ('failed' in outcome) break
    next = outcome.done
  }
  if (decision.status) next = applyStatus(next, decision.status)
  return { cluster: next, cause: 'pass', decision }
}

/** Passes until nothing is wanted, then one pod at a time becomes ready, then time passes. */
function settle(states: State[], options: Options): void {
  const end = last(states).now + (options.patience ?? 3_600_000)
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const next = advance(last(states), options, end)
    if (!next) return
    states.push(next)
  }
  throw new Error(
    `the simulation did not settle within ${MOST_MOVES} moves: look at the last states for what alternates`,
  )
}

/** The next thing to happen; undefined when there is nothing left to wait for. */
function advance(cluster: Cluster, options: Options, end: Instant): State | undefined {
  const decided = pass(cluster)
  if (decided.cluster !== cluster) return decided
  const synced = syncReplicaSets(cluster)
  if (synced.version !== cluster.version) return { cluster: synced, cause: 'pods' }
  const waiting = cluster.pods.find(pod => !pod.ready && (options.becomesReady?.(pod) ?? true))
  if (waiting) return { cluster: setReady(cluster, waiting.metadata.name, true), cause: 'ready' }
  const workload = readyWorkload(cluster)
  if (workload) return { cluster: workload, cause: 'workload ready' }
  const wakeAt = decided.decision?.wakeAt
  if (wakeAt === undefined || wakeAt > end) return undefined
  return { cluster: { ...cluster, now: Math.max(wakeAt, cluster.now + 1) }, cause: 'time' }
}

/** Something is still wanted. */
export function hasEffects(decision: Decision): boolean {
  return decision.intents.length > 0 || decision.status !== undefined
}

function last(states: readonly State[]): Cluster {
  const state = states.at(-1)
  if (!state) throw new Error('a simulation has at least its first state')
  return state.cluster
}
