/** What Argo CD knows of Kubernetes' own kinds. The texts are its own, they show in the tree. */
import type { KubeObject } from '../../api.ts'
import type { Health } from './state.ts'

const healthy: Health = { status: 'Healthy' }
const progressing = (message: string): Health => ({ status: 'Progressing', message })
const degraded = (message: string): Health => ({ status: 'Degraded', message })
const condition = ({ status }: KubeObject, type: string) =>
  status?.conditions?.find((entry: { type: string }) => entry.type === type)

const checks: Record<string, (object: KubeObject) => Health> = {
  'apps/Deployment': deploymentHealth,
  'apps/ReplicaSet': replicaSetHealth,
  Pod: podHealth,
  Service: serviceHealth,
  PersistentVolumeClaim: claimHealth,
  'batch/Job': jobHealth,
  'autoscaling/HorizontalPodAutoscaler': autoscalerHealth,
}

export function builtinHealth(object: KubeObject): Health | undefined {
  const [group] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : ['']
  return checks[group ? `${group}/${object.kind}` : object.kind]?.(object)
}

function deploymentHealth(object: KubeObject): Health {
  const { spec, status = {}, metadata } = object
  if (spec.paused) return { status: 'Suspended', message: 'Deployment is paused' }
  if (metadata.generation > (status.observedGeneration ?? 0))
    return progressing('Waiting for rollout to finish: observed deployment generation less than desired generation')
  if (condition(object, 'Progressing')?.reason === 'ProgressDeadlineExceeded')
    return degraded(`Deployment "${metadata.name}" exceeded its progress deadline`)
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0 } = status
  const wanted = spec.replicas ?? 0
  const waiting = (what: string) => progressing(`Waiting for rollout to finish: ${what}`)
  if (updatedReplicas < wanted) return waiting(`${updatedReplicas} out of ${wanted} new replicas have been updated...`)
  if (replicas > updatedReplicas)
    return waiting(`${replicas - updatedReplicas} old replicas are pending termination...`)
  if (availableReplicas < updatedReplicas)
    return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available...`)
  return healthy
}

function replicaSetHealth(object: KubeObject): Health {
  const { spec, status = {}, metadata } = object
  if (metadata.generation > (status.observedGeneration ?? 0))
    return progressing('Waiting for rollout to finish: observed replica set generation less than desired generation')
  const failure = condition(object, 'ReplicaFailure')
  if (failure?.status === 'True') return degraded(failure.message)
  const { availableReplicas = 0 } = status
  if (availableReplicas >= (spec.replicas ?? 0)) return healthy
  return progressing(
    `Waiting for rollout to finish: ${availableReplicas} out of ${spec.replicas} new replicas are available...`,
  )
}

interface ContainerStatus {
  readonly name: string
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } }
  readonly lastState?: { readonly terminated?: object }
}

function podHealth(object: KubeObject): Health {
  const { status = {} } = object
  if (status.phase === 'Succeeded') return healthy
  if (status.phase === 'Failed') return degraded(status.message ?? 'Pod failed')
  const containers: ContainerStatus[] = status.containerStatuses ?? []
  const stuck = containers.find(({ state }) => /^Err|Error$|BackOff$/.test(state?.waiting?.reason ?? ''))
  if (stuck) return degraded(stuck.state?.waiting?.message ?? stuck.state!.waiting!.reason!)
  if (condition(object, 'Ready')?.status === 'True') return healthy
  const crashed = containers.find(({ lastState }) => lastState?.terminated)
  if (crashed) return degraded(`the pod has been restarted: container "${crashed.name}" terminated`)
  return { status: 'Progressing' }
}

function serviceHealth({ spec, status }: KubeObject): Health {
  if (spec.type !== 'LoadBalancer' || status?.loadBalancer?.ingress?.length) return healthy
  return { status: 'Progressing' }
}

function claimHealth({ status }: KubeObject): Health {
  return { status: status?.phase === 'Bound' ? 'Healthy' : status?.phase === 'Lost' ? 'Degraded' : 'Progressing' }
}

function jobHealth(object: KubeObject): Health {
  if (condition(object, 'Failed')?.status === 'True') return degraded(condition(object, 'Failed').message)
  return { status: condition(object, 'Complete')?.status === 'True' ? 'Healthy' : 'Progressing' }
}

const autoscalerFailures = [
  'FailedGetScale',
  'FailedUpdateScale',
  'FailedGetResourceMetric',
  'FailedGetObjectMetric',
  'FailedGetPodsMetric',
  'FailedGetExternalMetric',
  'FailedComputeMetricsReplicas',
  'InvalidSelector',
]

/** Of autoscaling/v2. One whose target is missing is Degraded, which fails an operation that waits for it. */
function autoscalerHealth({ status }: KubeObject): Health {
  const conditions: { type: string; status: string; reason: string; message: string }[] = status?.conditions ?? []
  const failed = conditions.find(({ reason }) => autoscalerFailures.includes(reason))
  if (failed) return degraded(failed.message)
  const good = conditions.find(
    ({ type, status }) => ['AbleToScale', 'ScalingLimited'].includes(type) && status === 'True',
  )
  return good ? { status: 'Healthy', message: good.message } : progressing('Waiting to Autoscale')
}
