/** Others that would find the same pods, or be found by the same selector. */
import type { ReplicaSet, Rollout } from '../cluster/objects.ts'
import { error, type Finding, type Rule, type Subject, warning } from './finding.ts'
import { canonicalOf, overlap } from './selectors.ts'

export const selectorOverlap: Rule = subject => [
  ...others(subject).map(object => shared(subject, object)),
  ...orphans(subject).map(set => orphan(subject, set)),
]

function others({ surroundings }: Subject): readonly string[] {
  const { deployment, deployments, rollouts } = surroundings
  const { name } = deployment.metadata
  const found = deployments.filter(each => each.metadata.name !== name && overlap(deployment.spec, each.spec))
  const foreign = rollouts.filter(each => isForeign(each, name) && overlap(deployment.spec, each.spec))
  return [
    ...found.map(each => `Deployment/${each.metadata.name}`),
    ...foreign.map(each => `Rollout/${each.metadata.name}`),
  ]
}

/** One that refers to the Deployment shares its pods on purpose. */
const isForeign = ({ spec }: Rollout, name: string) => spec.workloadRef?.name !== name

function shared({ surroundings }: Subject, object: string): Finding {
  const text = `it and the Deployment find each other's pods (${canonicalOf(surroundings.deployment.spec.selector)}): Services, budgets and autoscalers count both`
  return warning(
    'SelectorOverlap',
    object,
    text,
    'give one of them a label that the other has not, before the migration: a selector cannot be changed later',
  )
}

/** A Rollout adopts what has no owner and matches its selector. */
function orphans({ surroundings }: Subject): readonly ReplicaSet[] {
  const { deployment, replicaSets } = surroundings
  const isOrphan = ({ metadata }: ReplicaSet) => !metadata.ownerReferences?.some(({ controller }) => controller)
  return replicaSets.filter(
    set => isOrphan(set) && overlap({ selector: deployment.spec.selector }, { template: { metadata: set.metadata } }),
  )
}

function orphan({ wish }: Subject, { metadata }: ReplicaSet): Finding {
  const text = `it belongs to nobody and matches the selector: Rollout ${wish.name} would adopt it and scale it`
  return error(
    'OrphanedReplicaSet',
    `ReplicaSet/${metadata.name}`,
    text,
    'delete it, or take the labels off that match',
  )
}
