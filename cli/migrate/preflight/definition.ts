/** Whether the API server knows Rollouts as this controller does (HELM#2418). */
import type { Trial } from '../rollout/trial.ts'
import { error, type Rule } from './finding.ts'

const REMEDY = 'install the CRDs of this release: kubectl apply --server-side -k manifests/crds'

export const definition: Rule = ({ surroundings, trial }) => {
  const object = 'CustomResourceDefinition/rollouts.argoproj.io'
  if (surroundings.unseen.some(({ kind, why }) => kind === 'Rollout' && why === 'NotServed'))
    return [error('RolloutsNotServed', object, 'this cluster has no Rollouts', REMEDY)]
  if (!isTooOld(trial)) return []
  const text =
    'its schema does not know spec.workloadRef.scaleDown: tools that apply it otherwise would drop the field (argo-helm#2418)'
  return [error('DefinitionTooOld', object, text, REMEDY)]
}

/** Server-side apply takes no field that the schema does not declare; client-side apply drops it, and then nobody scales the Deployment down. */
export function isTooOld(trial: Trial): boolean {
  return 'refused' in trial && trial.refused.message.includes('.scaleDown: field not declared in schema')
}
