/** What would happen to one Rollout if this controller took over now: the controller's own decision, read instead of applied. */
import { decide } from '../../core/decide.ts'
import type { Decision } from '../../core/decision.ts'
import type { Instant } from '../../core/kube/time.ts'
import { resolve } from '../../core/workload/resolve.ts'
import type { ReplicaSetView, World } from '../../core/world.ts'
import { failedSteps, nearestOf, type Unrecognised } from './recognition.ts'

export type Verdict =
  | { readonly would: 'stay' }
  | { readonly would: 'newReplicaSet'; readonly replicaSet: string; readonly unrecognised: readonly Unrecognised[] }
  /** Another ReplicaSet that exists already is taken for the current one than the status names: pods would move. */
  | { readonly would: 'switch'; readonly why: string }
  | { readonly would: 'startOver'; readonly why: string }
  /** Nothing is created, since there is nothing valid to create from. */
  | { readonly would: 'wait'; readonly why: string }

/** `fill` adds the template to a ReplicaSet. */
export async function judge(
  world: World,
  now: Instant,
  fill: (set: ReplicaSetView) => Promise<ReplicaSetView | undefined>,
): Promise<Verdict> {
  const decision = decide(world, now)
  const created = decision.intents.find(({ do: what }) => what === 'create')
  const resolution = resolve(world)
  if (created?.do === 'create' && 'resolved' in resolution) {
    const nearest = nearestOf(world, resolution.resolved)
    const filled = nearest && (await fill(nearest))
    const unrecognised = failedSteps(world, resolution.resolved, filled)
    return { would: 'newReplicaSet', replicaSet: created.object.metadata.name, unrecognised }
  }
  return waits(decision) ?? switches(world, decision) ?? startsOver(world, decision) ?? { would: 'stay' }
}

function waits({ trace }: Decision): Verdict | undefined {
  const invalid = trace.find(({ reason }) => reason === 'InvalidSpec')
  return invalid && { would: 'wait', why: String(invalid.facts.error) }
}

function switches({ rollout }: World, { status }: Decision): Verdict | undefined {
  const recorded = rollout.status?.currentPodHash
  const found = status?.currentPodHash
  if (!recorded || !found || found === recorded) return undefined
  return { would: 'switch', why: `status names ${recorded}, the template is that of ${found}` }
}

/** Another hash of the steps than the recorded one puts a Rollout back to its first step, unless it is through with them anyway. */
function startsOver({ rollout }: World, { status }: Decision): Verdict | undefined {
  const { currentStepHash: recorded, currentStepIndex: index } = rollout.status ?? {}
  if (!recorded || !status || status.currentStepHash === recorded || status.currentStepIndex === index) return undefined
  const why = `recorded hash ${recorded}, hash of the steps ${status.currentStepHash || 'none'}`
  return { would: 'startOver', why: `at step ${index}: ${why}` }
}
