/**
 * Generated from core/api/schema by scripts/generate-api.ts: change the schema, then run `node scripts/generate-api.ts`.
 * Absent fields are absent, never undefined; fields that are not named here may exist and have to survive.
 */
import type { IntOrString, LabelSelector, ObjectMeta, PodTemplate, StoredMeta } from '../kube/types.ts'

export type { IntOrString, LabelSelector, ObjectMeta, PodTemplate, StoredMeta } from '../kube/types.ts'

/** A workload whose updates are delivered progressively. */
export interface Rollout {
  readonly apiVersion: 'argoproj.io/v1alpha1'
  readonly kind: 'Rollout'
  readonly metadata: StoredMeta
  /** What the user wants. */
  readonly spec: RolloutSpec
  /** What the controller has observed and remembers. */
  readonly status?: RolloutStatus
}

/** A run of metrics, and its outcome. */
export interface AnalysisRun {
  readonly apiVersion: 'argoproj.io/v1alpha1'
  readonly kind: 'AnalysisRun'
  readonly metadata: StoredMeta
  /** What is measured. */
  readonly spec: AnalysisRunSpec
  /** What came out so far. */
  readonly status?: AnalysisRunStatus
}

/** Metrics to measure, for use in one namespace. */
export interface AnalysisTemplate {
  readonly apiVersion: 'argoproj.io/v1alpha1'
  readonly kind: 'AnalysisTemplate'
  readonly metadata: StoredMeta
  /** Metrics to measure. */
  readonly spec: AnalysisTemplateSpec
}

/** Metrics to measure, for use in every namespace. */
export interface ClusterAnalysisTemplate {
  readonly apiVersion: 'argoproj.io/v1alpha1'
  readonly kind: 'ClusterAnalysisTemplate'
  readonly metadata: Omit<StoredMeta, 'namespace'>
  /** Metrics to measure. */
  readonly spec: AnalysisTemplateSpec
}

/** Runs versions side by side for a while. */
export interface Experiment {
  readonly apiVersion: 'argoproj.io/v1alpha1'
  readonly kind: 'Experiment'
  readonly metadata: StoredMeta
  /** Versions to run side by side. */
  readonly spec: ExperimentSpec
  /** What has happened so far. */
  readonly status?: ExperimentStatus
}

/** What the user wants. */
export interface RolloutSpec {
  /** Desired number of pods; 1 when absent. */
  readonly replicas?: number
  /** Selects the pods; may be left out with workloadRef. Cannot be changed. */
  readonly selector?: LabelSelector
  /** The pod template. Leave it out with workloadRef. */
  readonly template?: PodTemplate
  /** Take the pod template from this workload. */
  readonly workloadRef?: WorkloadRef
  /** Seconds for which a pod has to stay ready before it counts as available. */
  readonly minReadySeconds?: number
  /** How one version replaces another. */
  readonly strategy?: RolloutStrategy
  /** Old ReplicaSets that are kept for a rollback; 10 when absent. */
  readonly revisionHistoryLimit?: number
  /** Stops the rollout where it is. */
  readonly paused?: boolean
  /** Seconds without progress after which the rollout is degraded; 600 when absent. Must be larger than minReadySeconds. */
  readonly progressDeadlineSeconds?: number
  /** Abort the update when the progress deadline has passed. */
  readonly progressDeadlineAbort?: boolean
  /** Pods created before this moment are replaced. */
  readonly restartAt?: string
  /** History of analysis runs. */
  readonly analysis?: AnalysisRunStrategy
  /** Rollbacks within this window skip the steps. */
  readonly rollbackWindow?: RollbackWindow
}

/** The workload whose pod template is used instead of an inline one. */
export interface WorkloadRef {
  /** API version of the workload, for example apps/v1. */
  readonly apiVersion?: string
  /** Deployment, ReplicaSet or PodTemplate. */
  readonly kind?: string
  /** Name of the workload, in the namespace of the Rollout. */
  readonly name?: string
  /** What happens to the pods of a referenced Deployment: never (default), onsuccess (zero once the Rollout is healthy) or progressively (one by one as ours become available). */
  readonly scaleDown?: string
}

/** How one version replaces another: exactly one of the two. */
export interface RolloutStrategy {
  /** Run the new version beside the old one, then switch a Service. */
  readonly blueGreen?: BlueGreenStrategy
  /** Move pods or traffic to the new version step by step. */
  readonly canary?: CanaryStrategy
}

/** Run the new version beside the old one, then switch a Service. */
export interface BlueGreenStrategy {
  /** Service that carries the live traffic. */
  readonly activeService: string
  /** Service that reaches the new version before the switch. */
  readonly previewService?: string
  /** Pods of the new version until the switch; all of them when absent. */
  readonly previewReplicaCount?: number
  /** Switch without asking; true when absent. */
  readonly autoPromotionEnabled?: boolean
  /** Switch without asking after this many seconds. */
  readonly autoPromotionSeconds?: number
  /** Pods that a restart may take down at once, as a number or a percentage. */
  readonly maxUnavailable?: IntOrString
  /** Seconds for which the old version is kept after the switch; 30 when absent. */
  readonly scaleDownDelaySeconds?: number
  /** Old versions that may wait for their scale-down at the same time. */
  readonly scaleDownDelayRevisionLimit?: number
  /** Seconds for which the new version is kept after an abort; 30 when absent, 0 keeps it for ever. */
  readonly abortScaleDownDelaySeconds?: number
  /** Analysis that has to succeed before the switch. */
  readonly prePromotionAnalysis?: RolloutAnalysis
  /** Analysis after the switch; a failure switches back. */
  readonly postPromotionAnalysis?: RolloutAnalysis
  /** Keeps pods of the two versions on different nodes. */
  readonly antiAffinity?: AntiAffinity
  /** Labels and annotations of pods while they are in preview. */
  readonly previewMetadata?: PodTemplateMetadata
  /** Labels and annotations of pods while they are active. */
  readonly activeMetadata?: PodTemplateMetadata
}

/** An analysis that an update depends on. */
export interface RolloutAnalysis {
  /** Templates whose metrics are measured together. */
  readonly templates?: readonly AnalysisTemplateRef[]
  /** Arguments for the templates. */
  readonly args?: readonly AnalysisRunArgument[]
  /** Metrics whose outcome does not count. */
  readonly dryRun?: readonly DryRun[]
  /** How many measurements are kept. */
  readonly measurementRetention?: readonly MeasurementRetention[]
  /** Metadata of the AnalysisRun. */
  readonly analysisRunMetadata?: AnalysisRunMetadata
}

/** Names a template of metrics. */
export interface AnalysisTemplateRef {
  /** Name of the AnalysisTemplate or ClusterAnalysisTemplate. */
  readonly templateName?: string
  /** Look for a ClusterAnalysisTemplate. */
  readonly clusterScope?: boolean
}

/** An argument that is handed to a template. */
export interface AnalysisRunArgument {
  /** Name that the template declares. */
  readonly name: string
  /** The value itself. */
  readonly value?: string
  /** Where the value comes from. */
  readonly valueFrom?: ArgumentValueFrom
}

/** Where the value of an argument comes from. */
export interface ArgumentValueFrom {
  /** Stable or Latest: the pod template hash of that version. */
  readonly podTemplateHashValue?: string
  /** A field of the Rollout. */
  readonly fieldRef?: FieldRef
}

/** Points at a field of the Rollout. */
export interface FieldRef {
  /** Path of the field, for example metadata.labels['app'] or status.stableRS. */
  readonly fieldPath: string
}

/** A metric whose outcome does not count. */
export interface DryRun {
  /** Name of the metric, or a regular expression over names. */
  readonly metricName: string
}

/** How many measurements of a metric are kept. */
export interface MeasurementRetention {
  /** Name of the metric, or a regular expression over names. */
  readonly metricName: string
  /** Number of the newest measurements that stay in the status. */
  readonly limit: number
}

/** Metadata of the AnalysisRuns that are created. */
export interface AnalysisRunMetadata {
  /** Labels to add. */
  readonly labels?: { readonly [key: string]: string }
  /** Annotations to add. */
  readonly annotations?: { readonly [key: string]: string }
}

/** Keeps pods of two versions apart: exactly one of the two. */
export interface AntiAffinity {
  /** A wish to the scheduler. */
  readonly preferredDuringSchedulingIgnoredDuringExecution?: PreferredAntiAffinity
  /** A condition for the scheduler. */
  readonly requiredDuringSchedulingIgnoredDuringExecution?: Record<string, never>
}

/** A wish. */
export interface PreferredAntiAffinity {
  /** From 1 to 100. */
  readonly weight: number
}

/** Labels and annotations that come and go with a role. */
export interface PodTemplateMetadata {
  /** Labels to add. */
  readonly labels?: { readonly [key: string]: string }
  /** Annotations to add. */
  readonly annotations?: { readonly [key: string]: string }
}

/** Move pods or traffic to the new version step by step. */
export interface CanaryStrategy {
  /** Service that reaches the new version. */
  readonly canaryService?: string
  /** Service that reaches the stable version. */
  readonly stableService?: string
  /** The steps, in order. */
  readonly steps?: readonly CanaryStep[]
  /** Routes traffic by weight; without it, weight is a share of the pods. */
  readonly trafficRouting?: TrafficRouting
  /** Pods that may be missing during an update; 25% when absent. */
  readonly maxUnavailable?: IntOrString
  /** Pods that may exist beyond the desired number; 25% when absent. */
  readonly maxSurge?: IntOrString
  /** An analysis that runs beside the steps. */
  readonly analysis?: RolloutAnalysisBackground
  /** Keeps pods of the two versions on different nodes. */
  readonly antiAffinity?: AntiAffinity
  /** Labels and annotations of pods while they are canary. */
  readonly canaryMetadata?: PodTemplateMetadata
  /** Labels and annotations of pods while they are stable. */
  readonly stableMetadata?: PodTemplateMetadata
  /** Seconds for which the old version is kept after promotion; traffic routing only, 30 when absent. */
  readonly scaleDownDelaySeconds?: number
  /** Old versions that may wait for their scale-down at the same time. */
  readonly scaleDownDelayRevisionLimit?: number
  /** Seconds for which the canary is kept after an abort; traffic routing only, 30 when absent. */
  readonly abortScaleDownDelaySeconds?: number
  /** Shrinks the stable version as its share of the traffic falls; traffic routing only. */
  readonly dynamicStableScale?: boolean
  /** Swap two Services instead of re-pointing one. */
  readonly pingPong?: PingPong
  /** Fewest pods of a version that has traffic; traffic routing only. */
  readonly minPodsPerReplicaSet?: number
  /** When enough pods are available to go on. */
  readonly replicaProgressThreshold?: ReplicaProgressThreshold
}

/** One step: exactly one of these fields. */
export interface CanaryStep {
  /** Share of the traffic (or of the pods) that the new version gets, in percent. */
  readonly setWeight?: number
  /** Waits. */
  readonly pause?: RolloutPause
  /** Runs an experiment. */
  readonly experiment?: RolloutExperimentStep
  /** Runs an analysis. */
  readonly analysis?: RolloutAnalysis
  /** Sets the size of the canary apart from its weight; needs traffic routing. */
  readonly setCanaryScale?: SetCanaryScale
  /** Sends requests with certain headers to the canary; needs traffic routing. */
  readonly setHeaderRoute?: SetHeaderRoute
  /** Sends copies of requests to the canary; needs traffic routing. */
  readonly setMirrorRoute?: SetMirrorRoute
  /** Runs a plugin. */
  readonly plugin?: PluginStep
}

/** A pause. */
export interface RolloutPause {
  /** Seconds as a number, or a duration such as 5m; without it the pause waits to be resumed. */
  readonly duration?: IntOrString
}

/** Runs versions side by side for a while. */
export interface RolloutExperimentStep {
  /** The versions. */
  readonly templates: readonly RolloutExperimentTemplate[]
  /** How long they run, for example 10m. */
  readonly duration?: string
  /** Analyses while they run. */
  readonly analyses?: readonly RolloutExperimentAnalysis[]
  /** Metrics whose outcome does not count. */
  readonly dryRun?: readonly DryRun[]
  /** Metadata of the AnalysisRuns. */
  readonly analysisRunMetadata?: AnalysisRunMetadata
  /** Seconds for which the pods are kept afterwards; 30 when absent. */
  readonly scaleDownDelaySeconds?: number
}

/** A version that takes part in an experiment. */
export interface RolloutExperimentTemplate {
  /** Name of the version. */
  readonly name: string
  /** stable or canary: whose pod template is used. */
  readonly specRef: string
  /** Number of pods; 1 when absent. */
  readonly replicas?: number
  /** Labels and annotations to add to the pods. */
  readonly metadata?: PodTemplateMetadata
  /** Selects the pods; the labels of the template when absent. */
  readonly selector?: LabelSelector
  /** Share of the traffic, in percent; needs traffic routing. */
  readonly weight?: number
  /** Asks for a Service in front of the pods. */
  readonly service?: TemplateService
}

/** Asks for a Service in front of the pods. */
export interface TemplateService {
  /** Its name; the name of the ReplicaSet when absent. */
  readonly name?: string
}

/** An analysis of an experiment step. */
export interface RolloutExperimentAnalysis {
  /** Name of the analysis. */
  readonly name: string
  /** Name of the AnalysisTemplate or ClusterAnalysisTemplate. */
  readonly templateName: string
  /** Look for a ClusterAnalysisTemplate. */
  readonly clusterScope?: boolean
  /** Arguments for the template. */
  readonly args?: readonly AnalysisRunArgument[]
  /** The experiment ends as soon as all such analyses have succeeded. */
  readonly requiredForCompletion?: boolean
}

/** Sets the size of the canary apart from its weight. */
export interface SetCanaryScale {
  /** Share of the desired pods, in percent. */
  readonly weight?: number
  /** Number of pods; wins over weight. */
  readonly replicas?: number
  /** Go back to following the traffic weight. */
  readonly matchTrafficWeight?: boolean
}

/** Sends requests with certain headers to the canary. */
export interface SetHeaderRoute {
  /** Name of the managed route. */
  readonly name?: string
  /** Headers to match; without any, the route is removed. */
  readonly match?: readonly HeaderRoutingMatch[]
}

/** A header that a request must carry. */
export interface HeaderRoutingMatch {
  /** Name of the header. */
  readonly headerName: string
  /** What its value must be. */
  readonly headerValue: StringMatch
}

/** How a text is compared: exactly one of the three. */
export interface StringMatch {
  /** The whole text. */
  readonly exact?: string
  /** The beginning of the text. */
  readonly prefix?: string
  /** A regular expression. */
  readonly regex?: string
}

/** Sends copies of requests to the canary. */
export interface SetMirrorRoute {
  /** Name of the managed route. */
  readonly name: string
  /** Requests to copy; without any, the route is removed. */
  readonly match?: readonly RouteMatch[]
  /** Share of the matching requests that is copied. */
  readonly percentage?: number
}

/** What a request must look like. */
export interface RouteMatch {
  /** Its method. */
  readonly method?: StringMatch
  /** Its path. */
  readonly path?: StringMatch
  /** Its headers. */
  readonly headers?: { readonly [key: string]: StringMatch }
}

/** A step carried out by a plugin. */
export interface PluginStep {
  /** Name of the plugin. */
  readonly name: string
  /** Configuration that the plugin reads. */
  readonly config?: { readonly [key: string]: unknown }
}

/** What splits the traffic. */
export interface TrafficRouting {
  /** Istio. */
  readonly istio?: IstioTrafficRouting
  /** Ingress NGINX. */
  readonly nginx?: NginxTrafficRouting
  /** AWS Application Load Balancer. */
  readonly alb?: ALBTrafficRouting
  /** Service Mesh Interface. */
  readonly smi?: SMITrafficRouting
  /** Ambassador. */
  readonly ambassador?: AmbassadorTrafficRouting
  /** AWS App Mesh. */
  readonly appMesh?: AppMeshTrafficRouting
  /** Traefik. */
  readonly traefik?: TraefikTrafficRouting
  /** Routes that header and mirror steps may create, in order of precedence. */
  readonly managedRoutes?: readonly ManagedRoute[]
  /** Apache Apisix. */
  readonly apisix?: ApisixTrafficRouting
  /** Routers that are plugins, by name, each with its configuration. */
  readonly plugins?: { readonly [key: string]: unknown }
  /** The weight that means all traffic; 100 when absent. Only with nginx or plugins. */
  readonly maxTrafficWeight?: number
}

/** Istio. */
export interface IstioTrafficRouting {
  /** The one VirtualService. */
  readonly virtualService?: IstioVirtualService
  /** Split by subset instead of by host. */
  readonly destinationRule?: IstioDestinationRule
  /** Several VirtualServices. */
  readonly virtualServices?: readonly IstioVirtualService[]
}

/** A VirtualService whose weights are set. */
export interface IstioVirtualService {
  /** Its name, or name.namespace. */
  readonly name: string
  /** Names of its HTTP routes; may be left out when there is one. */
  readonly routes?: readonly string[]
  /** Its TLS routes. */
  readonly tlsRoutes?: readonly TLSRoute[]
  /** Its TCP routes. */
  readonly tcpRoutes?: readonly TCPRoute[]
}

/** A TLS route of a VirtualService. */
export interface TLSRoute {
  /** Port of the route. */
  readonly port?: number
  /** Host names of the route. */
  readonly sniHosts?: readonly string[]
}

/** A TCP route of a VirtualService. */
export interface TCPRoute {
  /** Port of the route. */
  readonly port?: number
}

/** A DestinationRule whose subsets are the versions. */
export interface IstioDestinationRule {
  /** Its name. */
  readonly name: string
  /** Subset of the new version. */
  readonly canarySubsetName: string
  /** Subset of the stable version. */
  readonly stableSubsetName: string
  /** Subsets that take weight but are left alone. */
  readonly additionalSubsetNames?: readonly string[]
}

/** Ingress NGINX. */
export interface NginxTrafficRouting {
  /** Prefix of its annotations; nginx.ingress.kubernetes.io when absent. */
  readonly annotationPrefix?: string
  /** The one Ingress. */
  readonly stableIngress?: string
  /** Annotations of the canary Ingress; the prefix is put in front. */
  readonly additionalIngressAnnotations?: { readonly [key: string]: string }
  /** Several Ingresses. */
  readonly stableIngresses?: readonly string[]
  /** Annotations of the canary Ingress as they are. */
  readonly canaryIngressAnnotations?: { readonly [key: string]: string }
}

/** AWS Application Load Balancer. */
export interface ALBTrafficRouting {
  /** The one Ingress. */
  readonly ingress?: string
  /** Port of the Services. */
  readonly servicePort: number
  /** Service that the Ingress names; stableService when absent. */
  readonly rootService?: string
  /** Prefix of its annotations; alb.ingress.kubernetes.io when absent. */
  readonly annotationPrefix?: string
  /** Whether a client stays with its version. */
  readonly stickinessConfig?: StickinessConfig
  /** Several Ingresses. */
  readonly ingresses?: readonly string[]
}

/** Whether a client stays with its version. */
export interface StickinessConfig {
  /** Turns it on. */
  readonly enabled: boolean
  /** For how long, from 1 to 604800. */
  readonly durationSeconds: number
}

/** Service Mesh Interface. */
export interface SMITrafficRouting {
  /** Service that clients use. */
  readonly rootService?: string
  /** Name of the TrafficSplit; that of the Rollout when absent. */
  readonly trafficSplitName?: string
}

/** Ambassador. */
export interface AmbassadorTrafficRouting {
  /** Names of its Mappings. */
  readonly mappings: readonly string[]
}

/** AWS App Mesh. */
export interface AppMeshTrafficRouting {
  /** The virtual service. */
  readonly virtualService?: AppMeshVirtualService
  /** The virtual nodes of the two versions. */
  readonly virtualNodeGroup?: AppMeshVirtualNodeGroup
}

/** A virtual service of App Mesh. */
export interface AppMeshVirtualService {
  /** Its name. */
  readonly name: string
  /** Names of its routes. */
  readonly routes?: readonly string[]
}

/** The virtual nodes of the two versions. */
export interface AppMeshVirtualNodeGroup {
  /** Node of the new version. */
  readonly canaryVirtualNodeRef: AppMeshVirtualNodeReference
  /** Node of the stable version. */
  readonly stableVirtualNodeRef: AppMeshVirtualNodeReference
}

/** A virtual node of App Mesh. */
export interface AppMeshVirtualNodeReference {
  /** Its name. */
  readonly name: string
}

/** Traefik. */
export interface TraefikTrafficRouting {
  /** Name of the weighted TraefikService. */
  readonly weightedTraefikServiceName: string
}

/** A route that header and mirror steps may create. */
export interface ManagedRoute {
  /** Its name. */
  readonly name: string
}

/** Apache Apisix. */
export interface ApisixTrafficRouting {
  /** The route. */
  readonly route?: ApisixRoute
}

/** A route of Apisix. */
export interface ApisixRoute {
  /** Its name. */
  readonly name: string
  /** Names of its rules. */
  readonly rules?: readonly string[]
}

/** An analysis that runs beside the steps. */
export interface RolloutAnalysisBackground {
  /** Templates whose metrics are measured together. */
  readonly templates?: readonly AnalysisTemplateRef[]
  /** Arguments for the templates. */
  readonly args?: readonly AnalysisRunArgument[]
  /** Metrics whose outcome does not count. */
  readonly dryRun?: readonly DryRun[]
  /** How many measurements are kept. */
  readonly measurementRetention?: readonly MeasurementRetention[]
  /** Metadata of the AnalysisRun. */
  readonly analysisRunMetadata?: AnalysisRunMetadata
  /** Index of the step with which it starts; 0 when absent. */
  readonly startingStep?: number
}

/** Two Services that swap the roles of stable and canary with each promotion. */
export interface PingPong {
  /** One of the two Services. */
  readonly pingService: string
  /** The other one. */
  readonly pongService: string
}

/** When enough pods are available to go on. */
export interface ReplicaProgressThreshold {
  /** Percent or Pod. */
  readonly type: string
  /** Available pods that are enough, in percent or as a number. */
  readonly value: number
}

/** How many finished AnalysisRuns and Experiments are kept. */
export interface AnalysisRunStrategy {
  /** Finished runs that were successful; 5 when absent. */
  readonly successfulRunHistoryLimit?: number
  /** Finished runs that failed, erred or were inconclusive; 5 when absent. */
  readonly unsuccessfulRunHistoryLimit?: number
}

/** How far back a rollback may go without running its steps. */
export interface RollbackWindow {
  /** Number of revisions counted back from the newest; zero or less turns the window off. */
  readonly revisions?: number
}

/** What the controller has observed and remembers. */
export interface RolloutStatus {
  /** Set by people or the controller: go back to the stable version. */
  readonly abort?: boolean
  /** Why the controller has paused. */
  readonly pauseConditions?: readonly PauseCondition[]
  /** Whether the controller has paused and was not yet resumed. */
  readonly controllerPause?: boolean
  /** When the update was aborted. */
  readonly abortedAt?: string
  /** Pod template hash of the new version. */
  readonly currentPodHash?: string
  /** Hash of the list of steps. */
  readonly currentStepHash?: string
  /** Pods. */
  readonly replicas?: number
  /** Pods of the new version. */
  readonly updatedReplicas?: number
  /** Ready pods. */
  readonly readyReplicas?: number
  /** Available pods. */
  readonly availableReplicas?: number
  /** Index of the current step; the number of steps when all are done. */
  readonly currentStepIndex?: number
  /** How often the name of a ReplicaSet was taken; part of the hash. */
  readonly collisionCount?: number
  /** metadata.generation that this status is about, as text. */
  readonly observedGeneration?: string
  /** The state by aspects. */
  readonly conditions?: readonly RolloutCondition[]
  /** State of a canary. */
  readonly canary?: CanaryStatus
  /** State of a blue-green update. */
  readonly blueGreen?: BlueGreenStatus
  /** Pods that an autoscaler should count. */
  readonly HPAReplicas?: number
  /** Label selector of the pods that an autoscaler should count. */
  readonly selector?: string
  /** Pod template hash of the stable version. */
  readonly stableRS?: string
  /** spec.restartAt that has been carried out. */
  readonly restartedAt?: string
  /** Set by people: skip what is left and promote. */
  readonly promoteFull?: boolean
  /** Healthy, Progressing, Paused or Degraded. */
  readonly phase?: string
  /** Why it is in this phase. */
  readonly message?: string
  /** metadata.generation of the referenced workload, as text. */
  readonly workloadObservedGeneration?: string
  /** The load balancer of the one Ingress. */
  readonly alb?: ALBStatus
  /** The load balancers of several Ingresses. */
  readonly albs?: readonly ALBStatus[]
  /** How long the last update took. */
  readonly duration?: RolloutDuration
}

/** A reason for which the controller has paused the rollout. */
export interface PauseCondition {
  /** CanaryPauseStep, BlueGreenPause, InconclusiveAnalysisRun or InconclusiveExperiment. */
  readonly reason: string
  /** When the pause began. */
  readonly startTime: string
}

/** One aspect of the state. */
export interface RolloutCondition {
  /** Available, Progressing, Paused, Healthy, Completed, InvalidSpec or ReplicaFailure. */
  readonly type: string
  /** True, False or Unknown. */
  readonly status: string
  /** When it was last written. */
  readonly lastUpdateTime: string
  /** When its status last changed. */
  readonly lastTransitionTime: string
  /** A word for programs. */
  readonly reason: string
  /** A sentence for people. */
  readonly message: string
}

/** State of a canary. */
export interface CanaryStatus {
  /** Run of the current step. */
  readonly currentStepAnalysisRunStatus?: RolloutAnalysisRunStatus
  /** Run beside the steps. */
  readonly currentBackgroundAnalysisRunStatus?: RolloutAnalysisRunStatus
  /** Experiment of the current step. */
  readonly currentExperiment?: string
  /** The shares that were last asked for. */
  readonly weights?: TrafficWeights
  /** ping or pong: which of the two Services is stable. */
  readonly stablePingPong?: string
  /** What step plugins have done. */
  readonly stepPluginStatuses?: readonly StepPluginStatus[]
}

/** The AnalysisRun that counts at the moment. */
export interface RolloutAnalysisRunStatus {
  /** Its name. */
  readonly name: string
  /** Its phase. */
  readonly status: string
  /** Its message. */
  readonly message?: string
}

/** The shares that were last asked for. */
export interface TrafficWeights {
  /** Share of the new version. */
  readonly canary: WeightDestination
  /** Share of the stable version. */
  readonly stable: WeightDestination
  /** Shares of experiments. */
  readonly additional?: readonly WeightDestination[]
  /** Whether the router was seen to carry the shares; absent when it cannot say. */
  readonly verified?: boolean
}

/** A share of the traffic and where it goes. */
export interface WeightDestination {
  /** The share. */
  readonly weight: number
  /** Service that gets it. */
  readonly serviceName?: string
  /** Version that gets it. */
  readonly podTemplateHash?: string
}

/** What a step plugin has done. */
export interface StepPluginStatus {
  /** Index of the step. */
  readonly index: number
  /** Name of the plugin. */
  readonly name: string
  /** A sentence for people. */
  readonly message?: string
  /** Running, Successful, Failed or Error. */
  readonly phase?: string
  /** When it started. */
  readonly startedAt?: string
  /** When it was last asked. */
  readonly updatedAt?: string
  /** When it ended. */
  readonly finishedAt?: string
  /** Run, Terminate or Abort. */
  readonly operation: string
  /** How long to wait before asking again. */
  readonly backoff?: string
  /** How often it was asked. */
  readonly executions?: number
  /** Whether it is switched off in the configuration. */
  readonly disabled?: boolean
  /** What the plugin wants to remember. */
  readonly status?: { readonly [key: string]: unknown }
}

/** State of a blue-green update. */
export interface BlueGreenStatus {
  /** Version behind the preview Service. */
  readonly previewSelector?: string
  /** Version behind the active Service. */
  readonly activeSelector?: string
  /** Whether the preview has been approved and grows to full size. */
  readonly scaleUpPreviewCheckPoint?: boolean
  /** Run before the switch. */
  readonly prePromotionAnalysisRunStatus?: RolloutAnalysisRunStatus
  /** Run after the switch. */
  readonly postPromotionAnalysisRunStatus?: RolloutAnalysisRunStatus
}

/** The load balancer as it was last seen. */
export interface ALBStatus {
  /** The load balancer. */
  readonly loadBalancer?: AwsResourceRef
  /** Target group of the new version. */
  readonly canaryTargetGroup?: AwsResourceRef
  /** Target group of the stable version. */
  readonly stableTargetGroup?: AwsResourceRef
  /** Its Ingress. */
  readonly ingress?: string
}

/** A resource of AWS. */
export interface AwsResourceRef {
  /** Its name. */
  readonly name: string
  /** Its ARN. */
  readonly arn: string
  /** The last part of its ARN. */
  readonly fullName?: string
}

/** How long the last update took. */
export interface RolloutDuration {
  /** When it began. */
  readonly rolloutStartedAt?: string
  /** When it ended. */
  readonly finishedAt?: string
  /** When the present pause for a person began. */
  readonly manualPauseStartedAt?: string
  /** Seconds spent waiting for people. */
  readonly totalManualPauseDurationSeconds?: number
  /** How it ended. */
  readonly completionStatus?: string
}

/** What is measured. */
export interface AnalysisRunSpec {
  /** The metrics. */
  readonly metrics: readonly Metric[]
  /** Arguments. */
  readonly args?: readonly Argument[]
  /** Metrics whose outcome does not count. */
  readonly dryRun?: readonly DryRun[]
  /** How many measurements are kept. */
  readonly measurementRetention?: readonly MeasurementRetention[]
  /** Ends the run. */
  readonly terminate?: boolean
  /** How long the finished run is kept. */
  readonly ttlStrategy?: TTLStrategy
}

/** Something that is measured and judged. */
export interface Metric {
  /** Its name, unique within a run. */
  readonly name: string
  /** Time between two measurements, for example 5m; measured once when absent. */
  readonly interval?: string
  /** Time before the first measurement. */
  readonly initialDelay?: string
  /** Number of measurements; without an end when absent and an interval is given. */
  readonly count?: IntOrString
  /** Expression over result that makes a measurement successful. */
  readonly successCondition?: string
  /** Expression over result that makes a measurement failed. */
  readonly failureCondition?: string
  /** Failed measurements that are tolerated; 0 when absent, -1 tolerates all. */
  readonly failureLimit?: IntOrString
  /** Inconclusive measurements that are tolerated; 0 when absent. */
  readonly inconclusiveLimit?: IntOrString
  /** Errors in a row that are tolerated; 4 when absent. */
  readonly consecutiveErrorLimit?: IntOrString
  /** Successes in a row that settle the metric; off when absent or 0. */
  readonly consecutiveSuccessLimit?: IntOrString
  /** Who measures. */
  readonly provider: MetricProvider
}

/** Who measures: exactly one of these fields. */
export interface MetricProvider {
  /** A query to Prometheus. */
  readonly prometheus?: PrometheusMetric
  /** A judgement by Kayenta. */
  readonly kayenta?: KayentaMetric
  /** An HTTP request. */
  readonly web?: WebMetric
  /** A query to Datadog. */
  readonly datadog?: DatadogMetric
  /** A query to Wavefront. */
  readonly wavefront?: WavefrontMetric
  /** A query to New Relic. */
  readonly newRelic?: NewRelicMetric
  /** A Kubernetes Job. */
  readonly job?: JobMetric
  /** A query to CloudWatch. */
  readonly cloudWatch?: CloudWatchMetric
  /** A query to Graphite. */
  readonly graphite?: GraphiteMetric
  /** A query to InfluxDB. */
  readonly influxdb?: InfluxdbMetric
  /** A query to SkyWalking. */
  readonly skywalking?: SkyWalkingMetric
  /** A provider that is a plugin, by name, with its configuration. */
  readonly plugin?: { readonly [key: string]: unknown }
}

/** A query to Prometheus. */
export interface PrometheusMetric {
  /** URL of the server. */
  readonly address?: string
  /** The query. */
  readonly query?: string
  /** How the request is authenticated. */
  readonly authentication?: Authentication
  /** Seconds to wait; 30 when absent. */
  readonly timeout?: number
  /** Do not verify the certificate. */
  readonly insecure?: boolean
  /** Headers of the request. */
  readonly headers?: readonly MetricHeader[]
  /** Asks for a range instead of an instant. */
  readonly rangeQuery?: PrometheusRangeQueryArgs
}

/** How the request is authenticated. */
export interface Authentication {
  /** AWS signatures. */
  readonly sigv4?: Sigv4Config
  /** OAuth 2 client credentials. */
  readonly oauth2?: OAuth2Config
  /** User name and password. */
  readonly basicAuth?: BasicAuth
}

/** AWS signatures. */
export interface Sigv4Config {
  /** AWS region. */
  readonly region?: string
  /** AWS profile. */
  readonly profile?: string
  /** Role to assume. */
  readonly roleArn?: string
}

/** OAuth 2 client credentials. */
export interface OAuth2Config {
  /** Where the token is asked for. */
  readonly tokenUrl?: string
  /** Id of the client. */
  readonly clientId?: string
  /** Secret of the client. */
  readonly clientSecret?: string
  /** Scopes to ask for. */
  readonly scopes?: readonly string[]
}

/** User name and password. */
export interface BasicAuth {
  /** The user name. */
  readonly username?: string
  /** The password. */
  readonly password?: string
}

/** A header of the request. */
export interface MetricHeader {
  /** Its name. */
  readonly key: string
  /** Its value. */
  readonly value: string
}

/** Asks for a range instead of an instant. */
export interface PrometheusRangeQueryArgs {
  /** Expression for the start. */
  readonly start?: string
  /** Expression for the end. */
  readonly end?: string
  /** Duration between two points. */
  readonly step?: string
}

/** A judgement by Kayenta. */
export interface KayentaMetric {
  /** URL of the server. */
  readonly address: string
  /** Name of the application. */
  readonly application: string
  /** Name of the configuration. */
  readonly canaryConfigName: string
  /** Account for metrics. */
  readonly metricsAccountName: string
  /** Account for configuration. */
  readonly configurationAccountName: string
  /** Account for storage. */
  readonly storageAccountName: string
  /** Scores that decide. */
  readonly threshold: KayentaThreshold
  /** What is compared. */
  readonly scopes: readonly KayentaScope[]
  /** Start with the start of the run each time. */
  readonly lookback?: boolean
}

/** Scores that decide. */
export interface KayentaThreshold {
  /** Successful from this score on. */
  readonly pass: number
  /** Inconclusive from this score on. */
  readonly marginal: number
}

/** The two sides of a comparison. */
export interface KayentaScope {
  /** Name of the scope. */
  readonly name: string
  /** What it is compared with. */
  readonly controlScope: ScopeDetail
  /** What is judged. */
  readonly experimentScope: ScopeDetail
}

/** What is compared, and when. */
export interface ScopeDetail {
  /** Name of the scope. */
  readonly scope: string
  /** Where it runs. */
  readonly region: string
  /** Seconds between two points. */
  readonly step: number
  /** Start of the range. */
  readonly start?: string
  /** End of the range. */
  readonly end?: string
}

/** An HTTP request. */
export interface WebMetric {
  /** GET (default), POST or PUT. */
  readonly method?: string
  /** URL of the request. */
  readonly url: string
  /** Headers of the request. */
  readonly headers?: readonly MetricHeader[]
  /** Body of the request. */
  readonly body?: string
  /** Body of the request as JSON. */
  readonly jsonBody?: { readonly [key: string]: unknown }
  /** Seconds to wait; 10 when absent. */
  readonly timeoutSeconds?: number
  /** JSONPath into the answer; all of it when absent. */
  readonly jsonPath?: string
  /** Do not verify the certificate. */
  readonly insecure?: boolean
  /** How the request is authenticated. */
  readonly authentication?: Authentication
}

/** A query to Datadog. */
export interface DatadogMetric {
  /** How far back to look. */
  readonly interval?: string
  /** The query. */
  readonly query?: string
  /** Several queries, by name. */
  readonly queries?: { readonly [key: string]: string }
  /** What to make of several queries. */
  readonly formula?: string
  /** Version of its API. */
  readonly apiVersion?: 'v1' | 'v2'
  /** How points become one value; last when absent. */
  readonly aggregator?: 'avg' | 'min' | 'max' | 'sum' | 'last' | 'percentile' | 'mean' | 'l2norm' | 'area'
  /** A Secret with credentials. */
  readonly secretRef?: SecretRef
  /** How long to wait. */
  readonly requestTimeout?: string
}

/** A Secret with credentials. */
export interface SecretRef {
  /** Its name. */
  readonly name?: string
  /** Look in the namespace of the run instead of that of the controller. */
  readonly namespaced?: boolean
}

/** A query to Wavefront. */
export interface WavefrontMetric {
  /** Host of the server. */
  readonly address?: string
  /** The query. */
  readonly query?: string
}

/** A query to New Relic. */
export interface NewRelicMetric {
  /** Secret with credentials; newrelic when absent. */
  readonly profile?: string
  /** The query in NRQL. */
  readonly query: string
  /** Seconds to wait; 5 when absent. */
  readonly timeout?: number
}

/** A Kubernetes Job. */
export interface JobMetric {
  /** Labels and annotations of the Job. */
  readonly metadata?: ObjectMeta
  /** What the Job does. */
  readonly spec: { readonly [key: string]: unknown }
}

/** A query to CloudWatch. */
export interface CloudWatchMetric {
  /** How far back to look; 5m when absent. */
  readonly interval?: string
  /** The queries. */
  readonly metricDataQueries: readonly CloudWatchMetricDataQuery[]
}

/** One query. */
export interface CloudWatchMetricDataQuery {
  /** Its id. */
  readonly id?: string
  /** Expression over other queries. */
  readonly expression?: string
  /** Its label. */
  readonly label?: string
  /** A statistic of a metric. */
  readonly metricStat?: CloudWatchMetricStat
  /** Seconds of one point. */
  readonly period?: IntOrString
  /** Whether it is part of the answer. */
  readonly returnData?: boolean
}

/** A statistic of a metric. */
export interface CloudWatchMetricStat {
  /** Which metric. */
  readonly metric?: CloudWatchMetricStatMetric
  /** Seconds of one point. */
  readonly period?: IntOrString
  /** Which statistic. */
  readonly stat?: string
  /** Its unit. */
  readonly unit?: string
}

/** Which metric. */
export interface CloudWatchMetricStatMetric {
  /** Its dimensions. */
  readonly dimensions?: readonly CloudWatchDimension[]
  /** Its name. */
  readonly metricName?: string
  /** Its namespace. */
  readonly namespace?: string
}

/** A dimension of a metric. */
export interface CloudWatchDimension {
  /** Its name. */
  readonly name?: string
  /** Its value. */
  readonly value?: string
}

/** A query to Graphite. */
export interface GraphiteMetric {
  /** URL of the server. */
  readonly address?: string
  /** The query. */
  readonly query?: string
}

/** A query to InfluxDB. */
export interface InfluxdbMetric {
  /** Secret with credentials; influxdb when absent. */
  readonly profile?: string
  /** The query in Flux. */
  readonly query?: string
}

/** A query to SkyWalking. */
export interface SkyWalkingMetric {
  /** URL of the server. */
  readonly address?: string
  /** The query in GraphQL. */
  readonly query?: string
  /** How far back to look. */
  readonly interval?: string
}

/** An argument of a template or run. */
export interface Argument {
  /** Its name, used as {{args.name}}. */
  readonly name: string
  /** Its value; in a template, the default. */
  readonly value?: string
  /** Where its value comes from. */
  readonly valueFrom?: ValueFrom
}

/** Where the value of an argument comes from. */
export interface ValueFrom {
  /** A key of a Secret. */
  readonly secretKeyRef?: SecretKeyRef
  /** A field of the Rollout. */
  readonly fieldRef?: FieldRef
}

/** Points at a key of a Secret in the namespace of the run. */
export interface SecretKeyRef {
  /** Name of the Secret. */
  readonly name: string
  /** The key. */
  readonly key: string
}

/** How long a finished run is kept. */
export interface TTLStrategy {
  /** Seconds, however it ended. */
  readonly secondsAfterCompletion?: number
  /** Seconds when it failed; wins. */
  readonly secondsAfterFailure?: number
  /** Seconds when it succeeded; wins. */
  readonly secondsAfterSuccess?: number
}

/** What came out so far. */
export interface AnalysisRunStatus {
  /** Pending, Running, Successful, Failed, Error or Inconclusive. */
  readonly phase: string
  /** Why it is in this phase. */
  readonly message?: string
  /** Metric by metric. */
  readonly metricResults?: readonly MetricResult[]
  /** When the run started. */
  readonly startedAt?: string
  /** Metrics that count, by outcome. */
  readonly runSummary?: RunSummary
  /** Metrics that do not count, by outcome. */
  readonly dryRunSummary?: RunSummary
  /** When the run ended. */
  readonly completedAt?: string
}

/** What came out of one metric. */
export interface MetricResult {
  /** Name of the metric. */
  readonly name: string
  /** Its outcome so far. */
  readonly phase: string
  /** The newest measurements, oldest first. */
  readonly measurements?: readonly Measurement[]
  /** A sentence for people. */
  readonly message?: string
  /** Measurements without errors. */
  readonly count?: number
  /** Successful ones. */
  readonly successful?: number
  /** Failed ones. */
  readonly failed?: number
  /** Inconclusive ones. */
  readonly inconclusive?: number
  /** Errors. */
  readonly error?: number
  /** Errors in a row. */
  readonly consecutiveError?: number
  /** Whether its outcome does not count. */
  readonly dryRun?: boolean
  /** What the provider says about itself. */
  readonly metadata?: { readonly [key: string]: string }
  /** Successes in a row. */
  readonly consecutiveSuccess?: number
}

/** One measurement. */
export interface Measurement {
  /** How it ended. */
  readonly phase: string
  /** A sentence for people. */
  readonly message?: string
  /** When it started. */
  readonly startedAt?: string
  /** When it ended. */
  readonly finishedAt?: string
  /** What was measured, as text. */
  readonly value?: string
  /** What the provider wants to remember. */
  readonly metadata?: { readonly [key: string]: string }
  /** When to ask again. */
  readonly resumeAt?: string
}

/** Metrics by outcome. */
export interface RunSummary {
  /** Metrics. */
  readonly count?: number
  /** Successful ones. */
  readonly successful?: number
  /** Failed ones. */
  readonly failed?: number
  /** Inconclusive ones. */
  readonly inconclusive?: number
  /** Errors. */
  readonly error?: number
}

/** Metrics to measure. */
export interface AnalysisTemplateSpec {
  /** The metrics. */
  readonly metrics?: readonly Metric[]
  /** Arguments. */
  readonly args?: readonly Argument[]
  /** Metrics whose outcome does not count. */
  readonly dryRun?: readonly DryRun[]
  /** How many measurements are kept. */
  readonly measurementRetention?: readonly MeasurementRetention[]
  /** Other templates whose metrics are included. */
  readonly templates?: readonly AnalysisTemplateRef[]
}

/** Versions to run side by side. */
export interface ExperimentSpec {
  /** The versions. */
  readonly templates: readonly TemplateSpec[]
  /** How long they run once all are available, for example 10m. */
  readonly duration?: string
  /** Seconds within which each version has to become available; 600 when absent. */
  readonly progressDeadlineSeconds?: number
  /** Ends the experiment. */
  readonly terminate?: boolean
  /** Analyses while they run. */
  readonly analyses?: readonly ExperimentAnalysisTemplateRef[]
  /** Seconds for which the pods are kept afterwards; 30 when absent. */
  readonly scaleDownDelaySeconds?: number
  /** Metrics whose outcome does not count. */
  readonly dryRun?: readonly DryRun[]
  /** How many measurements are kept. */
  readonly measurementRetention?: readonly MeasurementRetention[]
  /** Metadata of the AnalysisRuns. */
  readonly analysisRunMetadata?: AnalysisRunMetadata
}

/** A version that takes part. */
export interface TemplateSpec {
  /** Its name, unique within the experiment. */
  readonly name: string
  /** Number of pods; 1 when absent. */
  readonly replicas?: number
  /** Seconds for which a pod has to stay ready before it counts as available. */
  readonly minReadySeconds?: number
  /** Selects the pods. */
  readonly selector: LabelSelector
  /** The pod template. */
  readonly template: PodTemplate
  /** Asks for a Service in front of the pods. */
  readonly service?: ExperimentService
}

/** Asks for a Service in front of the pods. */
export interface ExperimentService {
  /** Its name; the name of the ReplicaSet when absent. */
  readonly name?: string
}

/** An analysis while the versions run. */
export interface ExperimentAnalysisTemplateRef {
  /** Its name, unique within the experiment. */
  readonly name: string
  /** Name of the AnalysisTemplate or ClusterAnalysisTemplate. */
  readonly templateName: string
  /** Look for a ClusterAnalysisTemplate. */
  readonly clusterScope?: boolean
  /** Arguments for the template. */
  readonly args?: readonly Argument[]
  /** The experiment ends as soon as all such analyses have succeeded. */
  readonly requiredForCompletion?: boolean
}

/** What has happened so far. */
export interface ExperimentStatus {
  /** Pending, Running, Successful, Failed, Error or Inconclusive. */
  readonly phase?: string
  /** Why it is in this phase. */
  readonly message?: string
  /** When all versions became available; the duration counts from it. */
  readonly availableAt?: string
  /** The state by aspects. */
  readonly conditions?: readonly ExperimentCondition[]
  /** Version by version. */
  readonly templateStatuses?: readonly TemplateStatus[]
  /** Analysis by analysis. */
  readonly analysisRuns?: readonly ExperimentAnalysisRunStatus[]
}

/** One aspect of the state. */
export interface ExperimentCondition {
  /** InvalidSpec or Progressing. */
  readonly type: string
  /** True, False or Unknown. */
  readonly status: string
  /** When it was last written. */
  readonly lastUpdateTime: string
  /** When its status last changed. */
  readonly lastTransitionTime: string
  /** A word for programs. */
  readonly reason: string
  /** A sentence for people. */
  readonly message: string
}

/** State of one version. */
export interface TemplateStatus {
  /** Its name. */
  readonly name: string
  /** Pods. */
  readonly replicas: number
  /** Pods, once more. */
  readonly updatedReplicas: number
  /** Ready pods. */
  readonly readyReplicas: number
  /** Available pods. */
  readonly availableReplicas: number
  /** How often the name of its ReplicaSet was taken; part of the hash. */
  readonly collisionCount?: number
  /** Progressing, Running, Successful, Failed or Error. */
  readonly status?: string
  /** A sentence for people. */
  readonly message?: string
  /** When its state last changed; the progress deadline counts from it. */
  readonly lastTransitionTime?: string
  /** Its Service. */
  readonly serviceName?: string
  /** Its pod template hash. */
  readonly podTemplateHash?: string
}

/** State of one analysis. */
export interface ExperimentAnalysisRunStatus {
  /** Its name. */
  readonly name: string
  /** Name of its AnalysisRun. */
  readonly analysisRun: string
  /** Phase of its AnalysisRun. */
  readonly phase: string
  /** Message of its AnalysisRun. */
  readonly message?: string
}
