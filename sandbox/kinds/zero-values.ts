/**
 * How Go writes the types of the built-in kinds (k8s.io/api v0.34), where OpenAPI does not tell: what is left out when it is zero, and what is written
 * though nobody set it. Pod templates are not here: core/kube/template knows them.
 *
 * `field` leaves out 0 and false, `field{}` is a struct that is always written, `field?` a time or list that is written as null, `field#` a text or
 * number that is written as '' or 0, `field*` a pointer to a text: it may be empty, and it may be missing though it is required. Empty texts, lists and maps are left out otherwise, unless they are required.
 */
const NOTATION = `
apiextensions.CustomResourceDefinition spec{} status{}
apiextensions.CustomResourceDefinitionCondition lastTransitionTime?
apiextensions.CustomResourceColumnDefinition priority
apiextensions.CustomResourceDefinitionStatus acceptedNames{} conditions? storedVersions?
apiextensions.CustomResourceDefinitionVersion deprecated
apiextensions.JSONSchemaProps exclusiveMaximum exclusiveMinimum nullable uniqueItems x-kubernetes-embedded-resource x-kubernetes-int-or-string
apps.DaemonSet spec{} status{}
apps.DaemonSetCondition lastTransitionTime?
apps.DaemonSetSpec minReadySeconds template{} updateStrategy{}
apps.DaemonSetStatus observedGeneration updatedNumberScheduled numberAvailable numberUnavailable
apps.Deployment spec{} status{}
apps.DeploymentCondition lastUpdateTime? lastTransitionTime?
apps.DeploymentSpec minReadySeconds paused strategy{} template{}
apps.DeploymentStatus observedGeneration replicas updatedReplicas readyReplicas availableReplicas unavailableReplicas
apps.ReplicaSet spec{} status{}
apps.ReplicaSetCondition lastTransitionTime?
apps.ReplicaSetSpec minReadySeconds template{}
apps.ReplicaSetStatus fullyLabeledReplicas readyReplicas availableReplicas observedGeneration
apps.StatefulSet spec{} status{}
apps.StatefulSetCondition lastTransitionTime?
apps.StatefulSetSpec minReadySeconds template{} updateStrategy{} serviceName#
apps.StatefulSetStatus availableReplicas# observedGeneration readyReplicas currentReplicas updatedReplicas
autoscaling.Scale spec{} status{}
autoscaling.ScaleSpec replicas
autoscaling.HPAScalingRules selectPolicy*
autoscaling.HorizontalPodAutoscaler spec{} status{}
autoscaling.HorizontalPodAutoscalerCondition lastTransitionTime?
autoscaling.HorizontalPodAutoscalerSpec scaleTargetRef{}
autoscaling.HorizontalPodAutoscalerStatus currentReplicas currentMetrics?
batch.Job spec{} status{}
batch.JobCondition lastProbeTime? lastTransitionTime?
batch.JobSpec template{}
batch.JobStatus active succeeded failed failedIndexes*
coordination.Lease spec{}
coordination.LeaseSpec holderIdentity* strategy* preferredHolder*
core.ContainerImage sizeBytes
core.ContainerStateRunning startedAt?
core.ContainerStateTerminated signal startedAt? finishedAt?
core.ContainerStatus state{} lastState{}
core.EndpointAddress nodeName*
core.Event count involvedObject{} source{} firstTimestamp? lastTimestamp? eventTime? reportingComponent# reportingInstance#
core.EventSeries count lastObservedTime?
core.Namespace spec{} status{}
core.NamespaceCondition lastTransitionTime?
core.Node spec{} status{}
core.NodeCondition lastHeartbeatTime? lastTransitionTime?
core.NodeDaemonEndpoints kubeletEndpoint{}
core.NodeSpec unschedulable
core.NodeStatus daemonEndpoints{} nodeInfo{}
core.ObjectMeta generation
core.PersistentVolumeClaim spec{} status{}
core.PersistentVolumeClaimCondition lastProbeTime? lastTransitionTime?
core.PersistentVolumeClaimSpec resources{} storageClassName* volumeAttributesClassName*
core.Pod spec{} status{}
core.PodCondition observedGeneration lastProbeTime? lastTransitionTime?
core.PodSpec containers?
core.PodStatus observedGeneration
core.PodTemplate template{}
core.PodTemplateSpec metadata{} spec{}
core.Service spec{} status{}
core.ServicePort nodePort
core.ServiceSpec healthCheckNodePort publishNotReadyAddresses
core.ServiceStatus loadBalancer{}
core.VolumeMountStatus readOnly
discovery.Endpoint conditions{} addresses?
discovery.EndpointPort name* protocol*
discovery.EndpointSlice endpoints? ports?
events.Event deprecatedCount regarding{} deprecatedSource{} eventTime? deprecatedFirstTimestamp? deprecatedLastTimestamp?
meta.Condition observedGeneration lastTransitionTime?
meta.ObjectMeta generation
networking.HTTPIngressPath pathType*
networking.Ingress spec{} status{}
networking.IngressServiceBackend port{}
networking.IngressSpec ingressClassName*
networking.IngressStatus loadBalancer{}
networking.ServiceBackendPort number
policy.PodDisruptionBudget spec{} status{}
policy.PodDisruptionBudgetStatus observedGeneration
rbac.ClusterRole rules?
rbac.ClusterRoleBinding roleRef{}
rbac.PolicyRule verbs?
rbac.Role rules?
rbac.RoleBinding roleRef{}
`

export interface ZeroValues {
  readonly omitted: ReadonlySet<string>
  readonly structs: readonly string[]
  readonly nulls: readonly string[]
  readonly zeros: readonly string[]
  readonly pointers: ReadonlySet<string>
}

const TABLE: ReadonlyMap<string, ZeroValues> = new Map(NOTATION.trim().split('\n').map(readLine))
const NONE: ZeroValues = { omitted: new Set(), structs: [], nulls: [], zeros: [], pointers: new Set() }

function readLine(line: string): [string, ZeroValues] {
  const [type = '', ...fields] = line.split(' ')
  const marked = (mark: string) =>
    fields.filter(field => field.endsWith(mark)).map(field => field.slice(0, -mark.length))
  return [
    type,
    {
      omitted: new Set(fields.filter(field => /\w$/.test(field))),
      structs: marked('{}'),
      nulls: marked('?'),
      zeros: marked('#'),
      pointers: new Set(marked('*')),
    },
  ]
}

/** Of a published definition: `io.k8s.api.apps.v1.Deployment`. */
export function zeroValuesOf(definition: string | undefined): ZeroValues {
  const [group, , type] = definition?.split('.').slice(-3) ?? []
  return TABLE.get(`${group}.${type}`) ?? NONE
}
