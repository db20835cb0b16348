/** A spec that cannot be worked on: it says so, and everything that runs goes on running (contract rollout 4.4 points 6 and 7). */
import type { RolloutStatus } from '../api/types.ts'
import { formatTime, type Instant } from '../kube/time.ts'
import type { World } from '../world.ts'
import { findCondition, refreshCondition } from './conditions.ts'
import { phaseOf } from './phase.ts'

/** The stored status with the condition InvalidSpec; a new message replaces the old one. */
export function invalidStatus(world: World, error: string, now: Instant): RolloutStatus {
  const { metadata, status: stored = {} } = world.rollout
  const message = `The Rollout "${metadata.name}" is invalid: ${error}`
  const before = stored.conditions ?? []
  const isKnown = findCondition(before, 'InvalidSpec')?.message === message
  const saying = { type: 'InvalidSpec', status: 'True', reason: 'InvalidSpec', message } as const
  const conditions = isKnown ? before : refreshCondition(before, saying, formatTime(now))
  const status = { ...stored, observedGeneration: String(metadata.generation), conditions }
  return { ...status, ...phaseOf(world, status) }
}
