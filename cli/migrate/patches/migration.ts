/** The commits of a migration, in the order in which capacity never falls (contract argocd 8.4). */
import { posix } from 'node:path'
import type { Target } from '../cluster/targets.ts'
import type { Subject } from '../preflight/finding.ts'
import type { Manifest } from '../rollout/manifest.ts'
import { takesPods } from '../rollout/wish.ts'
import { neededOptions, prepareApplication } from './application.ts'
import { listBeside } from './kustomize.ts'
import { pathOf } from './live.ts'
import { renderManifest } from './manifest-file.ts'
import { referenceTo, type Scaler, scalersOf } from './scalers.ts'
import type { Workspace } from './workspace.ts'

/** In a checkout the Rollout stands beside the Deployment; else in a file of its own. */
export function commitMigration(subject: Subject, workspace: Workspace, isCheckout: boolean): void {
  ignoreSize(subject, workspace, isCheckout)
  addRollout(subject, workspace, isCheckout)
  retarget(subject, workspace, 'Rollout')
}

/** Before anything else: from the moment the Rollout is there, Git's number would be put back at each sync. */
function ignoreSize(subject: Subject, workspace: Workspace, isCheckout: boolean): void {
  const { owner } = subject
  if (!owner || !(owner.application || isCheckout)) return
  const found = workspace.find({ kind: 'Application', name: owner.name })
  if (found) workspace.edit(found, prepareApplication(subject))
  const title = `Application ${owner.name} leaves the size of the Deployment alone (${neededOptions.join(', ')})`
  workspace.commit({ name: 'ignore-differences', title, when: 'now; then wait until Argo CD has synced it' })
}

/** One that is there already, or committed and not synced yet, is the team's own by now. */
function addRollout(subject: Subject, workspace: Workspace, isCheckout: boolean): void {
  if (subject.surroundings.rollouts.some(({ metadata }) => metadata.name === subject.wish.name)) return
  const { name, namespace } = subject.surroundings.deployment.metadata
  if (workspace.has({ kind: 'Rollout', name: subject.wish.name, namespace })) return
  const deployment = isCheckout ? workspace.find({ kind: 'Deployment', name, namespace }) : undefined
  const manifest = isCheckout && !deployment?.namespace ? withoutNamespace(subject.manifest) : subject.manifest
  const file = pathOf('Rollout', manifest.metadata.name)
  const path = deployment ? posix.join(posix.dirname(deployment.path), file) : file
  workspace.write(path, renderManifest(manifest))
  if (deployment) listBeside(workspace, deployment.path, path)
  const when = workspace.commits.length > 0 ? 'the commit before is synced' : 'now'
  workspace.commit({ name: 'rollout', title: `Rollout ${manifest.metadata.name} takes Deployment ${name} over`, when })
}

/** As the Deployment says it, and where kustomize fills it in not at all. */
function withoutNamespace({ apiVersion, kind, metadata, spec }: Manifest): Manifest {
  const { namespace, ...rest } = metadata
  return { apiVersion, kind, metadata: rest as Manifest['metadata'], spec }
}

/** Last: an autoscaler whose target does not exist yet gives up on it, and nothing is drained before it scales the Rollout (AR#4110). */
export function retarget(subject: Subject, workspace: Workspace, to: Target): void {
  if (to === 'Rollout' && !takesPods(subject.wish)) return
  const name = to === 'Rollout' ? subject.wish.name : subject.surroundings.deployment.metadata.name
  for (const scaler of scalersOf(subject, to === 'Rollout' ? 'Deployment' : 'Rollout'))
    point(scaler, workspace, to, name)
  const when = to === 'Rollout' ? `slipway migrate status ${name} says AutoscalerTargetsWorkload` : 'now'
  workspace.commit({ name: 'autoscalers', title: `What scales the pods scales ${to} ${name}`, when })
}

function point({ kind, object, field }: Scaler, workspace: Workspace, to: Target, name: string): void {
  const found = workspace.find({ kind, name: object.metadata.name, namespace: object.metadata.namespace })
  if (!found) return
  const reference = Object.entries(referenceTo(to, name))
  workspace.edit(found, document => {
    for (const [key, value] of reference) document.setIn(['spec', field, key], value)
  })
}
