/** The rules, in the order in which people should read what they find. */
import { takesPods } from '../rollout/wish.ts'
import { argocd } from './argocd.ts'
import { horizontalAutoscalers, kedaScalers, replicasOwner, verticalAutoscalers } from './autoscalers.ts'
import { budgets } from './budgets.ts'
import { definition } from './definition.ts'
import { existing } from './existing.ts'
import type { Finding, Rule, Severity, Subject } from './finding.ts'
import { hashLabel } from './hash-label.ts'
import { replicasInGit } from './last-applied.ts'
import { selectorOverlap } from './overlap.ts'
import { refused } from './refused.ts'
import { services } from './services.ts'
import { state } from './state.ts'
import { trackingLabels } from './tracking-labels.ts'
import { unseen } from './unseen.ts'

/** Nobody has to follow pods that stay. */
const whileTaking =
  (rule: Rule): Rule =>
  subject =>
    takesPods(subject.wish) ? rule(subject) : []

const rules: readonly Rule[] = [
  definition,
  refused,
  existing,
  state,
  selectorOverlap,
  hashLabel,
  trackingLabels,
  services,
  whileTaking(horizontalAutoscalers),
  whileTaking(kedaScalers),
  whileTaking(verticalAutoscalers),
  replicasOwner,
  budgets,
  argocd,
  replicasInGit,
  unseen,
]

const weight: { readonly [severity in Severity]: number } = { error: 0, warning: 1, info: 2 }

export function preflight(subject: Subject): readonly Finding[] {
  return rules.flatMap(rule => rule(subject))
}

/** Errors first, then warnings; within these as they were. */
export function sorted(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => weight[a.severity] - weight[b.severity])
}

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === 'error')
}
