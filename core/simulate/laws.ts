/** What has to hold of every decision, whatever came before it. Each law returns what broke it. */

import { decide } from '../decide.ts'
import type { Decision } from '../decision.ts'
import { HASH } from '../keys.ts'
import { fencepostsOf } from '../replicas/fenceposts.ts'
import { desiredReplicas } from '../spec.ts'
import type { World } from '../world.ts'
import { applyIntent } from './effects.ts'
import { type Cluster, type ReplicaSet, worldOf } from './objects.ts'

/** The same world and time give the same decision. */
export function isDeterministic(cluster: Cluster, decision: Decision): string | undefined {
  const again = decide(worldOf(cluster), cluster.now)
  return JSON.stringify(again) === JSON.stringify(decision) ? undefined : 'the same world was decided on in two ways'
}

/** Available pods never fall below N - maxUnavailable by our doing; behind a Service that had one at least one stays (design rule 2). */
export function keepsCapacity(cluster: Cluster, decision: Decision): string | undefined {
  const world = worldOf(cluster)
  const after = allDone(cluster, decision)
  const sizes = new Map(after.replicaSets.map(rs => [rs.metadata.name, rs.spec.replicas]))
  const replicas = desiredReplicas(world)
  if (replicas === 0) return undefined
  return cluster.rollout.spec.strategy?.blueGreen
    ? keepsActive(world, cluster, sizes, replicas)
    : (keepsTotal(world, cluster, sizes, replicas) ??
        keepsSurge(world, cluster, sizes, replicas) ??
        keepsServices(world, cluster, after, replicas))
}

/** The cluster once every intent has been carried out. */
function allDone(cluster: Cluster, decision: Decision): Cluster {
  return decision.intents.reduce((after, intent) => {
    const outcome = applyIntent(after, intent)
    return 'done' in outcome ? outcome.done : after
  }, cluster)
}

function left(rs: ReplicaSet, size: number): number {
  return Math.min(rs.status.availableReplicas, size)
}

function keepsTotal(world: World, cluster: Cluster, sizes: ReadonlyMap<string, number>, replicas: number) {
  const before = cluster.replicaSets.reduce((sum, rs) => sum + left(rs, rs.spec.replicas), 0)
  const after = cluster.replicaSets.reduce((sum, rs) => sum + left(rs, sizes.get(rs.metadata.name) ?? 0), 0)
  const least = Math.min(before, replicas - fencepostsOf(world.rollout, replicas).unavailable)
  return after < least ? `${before} available pods became ${after}, at least ${least} have to stay` : undefined
}

/** Pods that exist or are asked for stay within N + maxSurge, or do not become more (users 4-E6). */
function keepsSurge(world: World, cluster: Cluster, sizes: ReadonlyMap<string, number>, replicas: number) {
  const before = cluster.replicaSets.reduce((sum, rs) => sum + Math.max(rs.status.replicas, rs.spec.replicas), 0)
  const known = new Map(cluster.replicaSets.map(rs => [rs.metadata.name, rs]))
  const after = [...sizes].reduce((sum, [name, size]) => sum + Math.max(known.get(name)?.status.replicas ?? 0, size), 0)
  const most = Math.max(before, replicas + fencepostsOf(world.rollout, replicas).surge)
  return after > most ? `${before} pods became ${after}, at most ${most} may exist` : undefined
}

/** Asked only where some pod has to be available at any time. */
function keepsServices(world: World, cluster: Cluster, after: Cluster, replicas: number): string | undefined {
  if (fencepostsOf(world.rollout, replicas).unavailable >= replicas) return undefined
  const lost = cluster.services.find(({ metadata: { name } }) => behind(cluster, name) > 0 && behind(after, name) === 0)
  return lost && `Service ${lost.metadata.name} lost its last pod`
}

/** Available pods that stay behind a Service of ours. */
function behind(cluster: Cluster, name: string): number {
  const hash = cluster.services.find(service => service.metadata.name === name)?.spec.selector[HASH]
  const rs = cluster.replicaSets.find(each => each.metadata.labels?.[HASH] === hash)
  return rs ? left(rs, rs.spec.replicas) : 0
}

function keepsActive(world: World, cluster: Cluster, sizes: ReadonlyMap<string, number>, replicas: number) {
  const hash = world.services[world.rollout.spec.strategy?.blueGreen?.activeService ?? '']?.selector[HASH]
  const rs = cluster.replicaSets.find(each => each.metadata.labels?.[HASH] === hash)
  if (!rs || hash === undefined) return undefined
  const before = left(rs, rs.spec.replicas)
  const after = left(rs, sizes.get(rs.metadata.name) ?? 0)
  const least = Math.min(before, replicas)
  return after < least ? `the active version had ${before} available pods and keeps ${after}, not ${least}` : undefined
}

/** Carrying an intent out a second time changes nothing, or is refused. */
export function isIdempotent(cluster: Cluster, decision: Decision): string | undefined {
  let after = cluster
  for (const intent of decision.intents) {
    const once = applyIntent(after, intent)
    if ('failed' in once) return undefined
    const twice = applyIntent(once.done, intent)
    if ('done' in twice && intent.do !== 'evict' && !meansTheSame(once.done, twice.done)) {
      return `a second ${intent.do} changed something: ${intent.because}`
    }
    after = once.done
  }
  return undefined
}

/** Equal but for what every write moves. Objects that are the very same need no look. */
function meansTheSame(a: Cluster, b: Cluster): boolean {
  const objects = (cluster: Cluster) => [cluster.rollout, ...cluster.replicaSets, ...cluster.services, ...cluster.pods]
  const others = objects(b)
  return objects(a).every((object, index) => object === others[index] || meaning(object) === meaning(others[index]))
}

function meaning(object: unknown): string {
  const moving = ['resourceVersion', 'generation']
  return JSON.stringify(object, (key, value) => (moving.includes(key) ? undefined : value))
}
