/** What the Argo CD Application of the Deployment would do to a migration (contract argocd 8.1-8.4). */
import type { Application } from '../cluster/objects.ts'
import { error, type Finding, info, type Rule, warning } from './finding.ts'
import { ignoresReplicas, insideArray, REPLICAS_POINTER } from './ignore-rules.ts'
import type { Owner } from './owner.ts'
import { isSelfHealing, optionOf } from './sync-options.ts'

export const argocd: Rule = ({ owner, surroundings: { deployment } }) => {
  if (!owner) return []
  const found = info(
    'ManagedByArgoCD',
    `Application/${owner.name}`,
    'it owns the Deployment: commit the patches of this plan in their order instead of applying anything',
  )
  if (!owner.application) return [found, unreadable(owner, deployment.metadata.name)]
  const { application } = owner
  const { name } = deployment.metadata
  return [
    found,
    ...[frozenArrays, replacing, generated, foreground].flatMap(check => check(application)),
    ...sizeFight(application, name),
  ]
}

const objectOf = ({ metadata }: Application) => `Application/${metadata.name}`

function unreadable({ name }: Owner, deployment: string): Finding {
  const text = 'it cannot be read here, so that its sync options and ignore rules are unknown'
  const needs = `${REPLICAS_POINTER} of apps/Deployment ${deployment} under ignoreDifferences, and the options RespectIgnoreDifferences=true and PrunePropagationPolicy=background`
  return warning(
    'ApplicationUnread',
    `Application/${name}`,
    text,
    `make sure that it has ${needs}; --repo finds its manifest`,
  )
}

/** With RespectIgnoreDifferences, which a migration needs, Argo CD puts the whole live array into what it applies (CD#23283, CD#26588). */
function frozenArrays(application: Application): readonly Finding[] {
  return insideArray(application).map(({ path, kind }) => {
    const text = `it ignores ${path} of ${kind}, inside a list: with RespectIgnoreDifferences=true the whole list stays as it is live, and changes in Git never arrive (argo-cd#23283, argo-cd#26588)`
    return error(
      'IgnoreInsideArray',
      objectOf(application),
      text,
      'take that rule out, or ignore a field that is in no list',
    )
  })
}

function replacing(application: Application): readonly Finding[] {
  if (optionOf(application, 'Replace') !== 'true') return []
  const text =
    'Replace=true writes whole objects: replicas, restartAt and the hash in selectors would be lost at each sync'
  return [error('ReplaceOption', objectOf(application), text, 'take Replace=true out of its syncOptions')]
}

function generated(application: Application): readonly Finding[] {
  const parent = application.metadata.ownerReferences?.find(({ kind }) => kind === 'ApplicationSet')
  if (!parent) return []
  const text = `ApplicationSet ${parent.name} writes it: what is changed in it is put back`
  return [
    warning(
      'ApplicationGenerated',
      objectOf(application),
      text,
      "make the change of the first patch in the ApplicationSet's template",
    ),
  ]
}

/** The garbage collector deletes ReplicaSets of an object in foreground deletion at once, whatever finalizers it has. */
function foreground(application: Application): readonly Finding[] {
  if (optionOf(application, 'PrunePropagationPolicy') === 'background') return []
  const text =
    'it prunes in the foreground: removing the Rollout from Git would delete its pods before the Deployment has its own back'
  return [
    warning(
      'ForegroundPruning',
      objectOf(application),
      text,
      'add PrunePropagationPolicy=background, as the first patch of this plan does',
    ),
  ]
}

/** Both are needed: the rule alone silences the difference, and the next sync still writes Git's number (AR#4935). */
function sizeFight(application: Application, deployment: string): readonly Finding[] {
  const hasRule = ignoresReplicas(application, deployment)
  if (hasRule && optionOf(application, 'RespectIgnoreDifferences') === 'true') return []
  const how = isSelfHealing(application)
    ? 'self-heal scales the Deployment up again at once'
    : 'the next sync scales the Deployment up again'
  const text = `${hasRule ? 'RespectIgnoreDifferences=true is missing' : 'spec.replicas of the Deployment is not ignored'}: ${how}, and two fleets run (argo-rollouts#4935)`
  return [
    warning(
      'ReplicasNotIgnored',
      objectOf(application),
      text,
      'commit and sync the first patch of this plan before the Rollout',
    ),
  ]
}
