/** The commits of the way back: each is the opposite of one of the migration, in the opposite order. */
import type { Document } from 'yaml'
import type { Application, IgnoreRule } from '../cluster/objects.ts'
import type { Subject } from '../preflight/finding.ts'
import { REPLICAS_POINTER } from '../preflight/ignore-rules.ts'
import { countDocuments, editDocuments } from './edit.ts'
import { unlist } from './kustomize.ts'
import { retarget } from './migration.ts'
import type { Workspace } from './workspace.ts'

export function commitReversal(subject: Subject, workspace: Workspace, isCheckout: boolean): void {
  retarget(subject, workspace, 'Deployment')
  removeRollout(subject, workspace)
  restoreApplication(subject, workspace, isCheckout)
}

/** Argo CD prunes it; the controller gives the pods back first. */
function removeRollout({ wish, surroundings }: Subject, workspace: Workspace): void {
  const found = workspace.find({ kind: 'Rollout', name: wish.name, namespace: surroundings.namespace })
  if (!found) return
  const text = workspace.all.get(found.path)!
  if (countDocuments(text) > 1) {
    workspace.write(
      found.path,
      editDocuments(text, all => all.filter((_, index) => index !== found.index)),
    )
  } else {
    workspace.remove(found.path)
    unlist(workspace, found.path)
  }
  const synced = workspace.commits.length > 0 ? 'the commit before is synced, and ' : ''
  const when = `${synced}the Application, if any, prunes in the background`
  workspace.commit({ name: 'rollout', title: `Rollout ${wish.name} gives its pods back and goes`, when })
}

/** The options stay: whether they were there before the migration is not known, and they hurt nobody. */
function restoreApplication({ owner, surroundings }: Subject, workspace: Workspace, isCheckout: boolean): void {
  if (!owner || !(owner.application || isCheckout)) return
  const { name } = surroundings.deployment.metadata
  const found = workspace.find({ kind: 'Application', name: owner.name })
  if (found) workspace.edit(found, document => removeRule(document, name))
  const title = `Application ${owner.name} answers for the size of the Deployment again`
  workspace.commit({
    name: 'ignore-differences',
    title,
    when: 'the Rollout is gone; check replicas in the manifest first',
  })
}

/** Only the rule that the migration adds; one that covers more was there before. */
function removeRule(document: Document, deployment: string): void {
  const rules = (document.toJS() as Application).spec.ignoreDifferences ?? []
  const index = rules.findIndex(rule => isOurs(rule, deployment))
  if (index < 0) return
  document.deleteIn(['spec', 'ignoreDifferences', ...(rules.length > 1 ? [index] : [])])
}

function isOurs({ group, kind, name, jsonPointers = [] }: IgnoreRule, deployment: string): boolean {
  const isPointer = jsonPointers.length === 1 && jsonPointers[0] === REPLICAS_POINTER
  return group === 'apps' && kind === 'Deployment' && name === deployment && isPointer
}
