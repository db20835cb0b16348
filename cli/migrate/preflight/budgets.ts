import { matchesSelector } from '../../../core/kube/selector.ts'
import { error, info, type Rule } from './finding.ts'

/** A budget finds pods by label and asks their owner for its scale, which a Rollout has: it holds for both fleets together. */
export const budgets: Rule = ({ surroundings }) => {
  const { deployment } = surroundings
  const labels = deployment.spec.template.metadata?.labels
  return surroundings.budgets.flatMap(({ metadata, spec }) => {
    const object = `PodDisruptionBudget/${metadata.name}`
    if (!spec.selector) return []
    // Written into pods by the Deployment's ReplicaSets alone.
    if ('pod-template-hash' in (spec.selector.matchLabels ?? {})) {
      const text = 'it selects by pod-template-hash, a label that pods of the Rollout do not have'
      return [error('BudgetMissesRollout', object, text, 'select by the labels of the pod template')]
    }
    if (!matchesSelector(spec.selector, labels)) return []
    return [info('BudgetCountsBoth', object, 'it counts the pods of both fleets together; nothing in it has to change')]
  })
}
