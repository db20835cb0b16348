/** Whether the Deployment is in a state to be taken over: what it runs now is what has to be kept up. */
import type { Deployment } from '../cluster/objects.ts'
import { error, type Finding, type Rule, warning } from './finding.ts'

/** Once a Rollout takes pods from it, what it lacks is what the Rollout has. */
export const state: Rule = ({ surroundings: { deployment, rollouts }, wish }) => {
  const isAdopted = rollouts.some(({ metadata }) => metadata.name === wish.name)
  const checks = isAdopted ? [beingDeleted] : [paused, underWay, unavailable, empty, recreate, beingDeleted]
  const object = `Deployment/${deployment.metadata.name}`
  return checks.flatMap(check => check(deployment, object) ?? [])
}

type Check = (deployment: Deployment, object: string) => Finding | undefined

const paused: Check = ({ spec }, object) =>
  spec.paused
    ? warning(
        'DeploymentPaused',
        object,
        'it is paused: what runs may not be what its template says, and the Rollout takes the template',
        `kubectl rollout resume deployment/${object.split('/')[1]}, and wait until it is through`,
      )
    : undefined

const underWay: Check = ({ metadata, spec, status = {} }, object) => {
  const isThrough =
    status.observedGeneration === metadata.generation && (status.updatedReplicas ?? 0) === (status.replicas ?? 0)
  if (spec.paused || isThrough) return undefined
  const text = `a rollout of its own is under way: ${status.updatedReplicas ?? 0} of ${status.replicas ?? 0} pods are of its newest template`
  return error('DeploymentUnderWay', object, text, `wait for it: kubectl rollout status deployment/${metadata.name}`)
}

const unavailable: Check = ({ spec, status = {} }, object) => {
  const { availableReplicas = 0 } = status
  if (availableReplicas >= spec.replicas) return undefined
  const text = `${availableReplicas} of ${spec.replicas} pods are available: the Rollout would run the same template`
  return warning('DeploymentUnavailable', object, text, 'find out what its pods wait for, first')
}

const empty: Check = ({ spec }, object) =>
  spec.replicas === 0
    ? warning(
        'DeploymentEmpty',
        object,
        'it has no pods: the Rollout would have none either',
        'set spec.replicas of the Rollout to what you want',
      )
    : undefined

const recreate: Check = ({ spec }, object) =>
  spec.strategy?.type === 'Recreate'
    ? warning(
        'RecreateStrategy',
        object,
        'its strategy never runs two versions at once; a Rollout always does',
        'make sure that two versions can run side by side',
      )
    : undefined

const beingDeleted: Check = ({ metadata }, object) =>
  metadata.deletionTimestamp === undefined
    ? undefined
    : error('DeploymentDeleted', object, 'it is being deleted', 'create it anew first')
