/** What the API server said to the creation of the new ReplicaSet in the pass before (contract rollout 3.2, 3.5). */
import type { Observation, World } from '../world.ts'

export type FailedEffect = Extract<Observation, { readonly of: 'effect' }>

/** Undefined when none failed. The name is taken, a quota is used up, a webhook or a policy refuses, the server cannot be reached. */
export function failedCreation({ observations }: World, name: string): FailedEffect | undefined {
  return observations.find((each): each is FailedEffect => each.of === 'effect' && each.intent === `ReplicaSet/${name}`)
}
