/** What people see of a simulation: events, the states that differ, and what it costs. */
import { HASH } from '../keys.ts'
import type { Cluster } from './objects.ts'
import type { State } from './simulate.ts'

/** `Reason: message` of every event, in order. */
export function eventsOf(states: readonly State[]): readonly string[] {
  return states.flatMap(state => state.decision?.events ?? []).map(({ reason, message }) => `${reason}: ${message}`)
}

/** Requests of the controller by kind: writes of objects, of the status, and events. */
export function requestsOf(states: readonly State[]) {
  const decisions = states.flatMap(state => (state.decision ? [state.decision] : []))
  return {
    writes: decisions.reduce((sum, decision) => sum + decision.intents.length, 0),
    statuses: decisions.filter(decision => decision.status && decision.statusMayWait !== 'counts').length,
    events: decisions.reduce((sum, decision) => sum + decision.events.length, 0),
  }
}

export function lastOf(states: readonly State[]): Cluster {
  const state = states.at(-1)
  if (!state) throw new Error('a simulation has at least its first state')
  return state.cluster
}

/** spec.replicas by revision, oldest first. */
export function sizesOf(cluster: Cluster): readonly number[] {
  return cluster.replicaSets.map(rs => rs.spec.replicas)
}

/** Fewest ready pods that a Service had once it had one. */
export function leastBehind(states: readonly State[], service: string): number {
  const counts = states.map(({ cluster }) => behind(cluster, service))
  return Math.min(...counts.slice(counts.findIndex(count => count > 0)))
}

function behind(cluster: Cluster, name: string): number {
  const hash = cluster.services.find(service => service.metadata.name === name)?.spec.selector[HASH]
  return cluster.pods.filter(pod => pod.ready && (hash === undefined || pod.metadata.labels?.[HASH] === hash)).length
}
