import { LAST_APPLIED } from '../../../core/keys.ts'
import { type Rule, warning } from './finding.ts'

/** What client-side apply once wrote and no longer finds it removes, and the API server then fills in 1 (contract argocd 8.4). */
export const replicasInGit: Rule = ({ surroundings: { deployment } }) => {
  const { name, annotations } = deployment.metadata
  if (!hasReplicas(annotations?.[LAST_APPLIED])) return []
  const text = `its manifest says how many pods it has: do not just delete replicas there, the next apply would fall from ${deployment.spec.replicas} to 1`
  const remedy =
    'leave the number in the manifest while the Rollout refers to it; the ignore rule keeps it from being applied'
  return [warning('ReplicasInManifest', `Deployment/${name}`, text, remedy)]
}

function hasReplicas(text: string | undefined): boolean {
  try {
    return JSON.parse(text ?? '{}').spec?.replicas !== undefined
  } catch {
    return false
  }
}
