/** Whether the API server knows Rollouts as this controller does (HELM#2418). */
import { error, type Rule } from './finding.ts'

const REMEDY = 'install the CRDs of this release: kubectl apply --server-side -k manifests/crds'

/** An older CRD takes the manifest and drops the fields that it does not know: then nobody would ever scale the Deployment down. */
export const definition: Rule = ({ surroundings, wish, trial }) => {
  if (surroundings.unseen.some(({ kind, why }) => kind === 'Rollout' && why === 'NotServed'))
    return [
      error(
        'RolloutsNotServed',
        'CustomResourceDefinition/rollouts.argoproj.io',
        'this cluster has no Rollouts',
        REMEDY,
      ),
    ]
  if (!('taken' in trial) || trial.taken.spec.workloadRef?.scaleDown === wish.scaleDown) return []
  const text = 'its schema does not know spec.workloadRef.scaleDown, which would be dropped (argo-helm#2418)'
  return [error('DefinitionTooOld', 'CustomResourceDefinition/rollouts.argoproj.io', text, REMEDY)]
}
