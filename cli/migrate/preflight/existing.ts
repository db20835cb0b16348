/** Rollouts that are in the way, or there already. */

import type { Rollout } from '../cluster/objects.ts'
import { error, type Finding, info, type Rule, type Subject } from './finding.ts'
import { canonicalOf } from './selectors.ts'

export const existing: Rule = subject => {
  const { surroundings, wish } = subject
  return surroundings.rollouts.flatMap(rollout => {
    const refers = refersToIt(subject, rollout)
    if (rollout.metadata.name !== wish.name) return refers ? [takenBy(rollout)] : []
    return refers ? [already(rollout), ...otherSelector(subject, rollout)] : [nameTaken(rollout)]
  })
}

function refersToIt({ surroundings }: Subject, { spec }: Rollout): boolean {
  const { kind, name } = spec.workloadRef ?? {}
  return kind === 'Deployment' && name === surroundings.deployment.metadata.name
}

const objectOf = ({ metadata }: Rollout) => `Rollout/${metadata.name}`

function already(rollout: Rollout): Finding {
  const text = 'it is there already and refers to this Deployment'
  return info(
    'RolloutExists',
    objectOf(rollout),
    text,
    `see how far it is: slipway migrate status ${rollout.metadata.name}`,
  )
}

function takenBy(rollout: Rollout): Finding {
  const text = 'it refers to this Deployment, too: two Rollouts would fight over its size'
  return error(
    'DeploymentTaken',
    objectOf(rollout),
    text,
    `name that one (--name ${rollout.metadata.name}), or delete it first`,
  )
}

function nameTaken(rollout: Rollout): Finding {
  const text = 'a Rollout of this name is there and does not refer to this Deployment'
  return error('NameTaken', objectOf(rollout), text, 'choose another name with --name')
}

/** Cannot be changed since 1.9; before that a change orphaned the ReplicaSets (AR#4084, AR#2105). */
function otherSelector({ surroundings }: Subject, rollout: Rollout): readonly Finding[] {
  const { selector } = surroundings.deployment.spec
  if (!rollout.spec.selector || canonicalOf(rollout.spec.selector) === canonicalOf(selector)) return []
  const text = `its spec.selector is ${canonicalOf(rollout.spec.selector)}, that of the Deployment ${canonicalOf(selector)}; neither can be changed`
  return [
    error(
      'SelectorImmutable',
      objectOf(rollout),
      text,
      'go back with slipway migrate revert, then create it without spec.selector',
    ),
  ]
}
