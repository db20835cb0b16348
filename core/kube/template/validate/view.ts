/** The parts of a pod template that validation looks at, as Kubernetes types them. The template has been defaulted. */
import type { IntOrString } from '../../types.ts'

type Amounts = { readonly [resource: string]: string | number }

export interface ContainerView {
  readonly name?: string
  readonly image?: string
  readonly terminationMessagePolicy?: string
  readonly imagePullPolicy?: string
  readonly restartPolicy?: string
  readonly ports?: readonly PortView[]
  readonly env?: readonly EnvView[]
  readonly envFrom?: readonly EnvFromView[]
  readonly volumeMounts?: readonly MountView[]
  readonly volumeDevices?: readonly { readonly name: string; readonly devicePath: string }[]
  readonly resources?: ResourcesView
  readonly lifecycle?: { readonly postStart?: HandlerView; readonly preStop?: HandlerView }
  readonly livenessProbe?: ProbeView
  readonly readinessProbe?: ProbeView
  readonly startupProbe?: ProbeView
  readonly securityContext?: SecurityView
}

export interface PortView {
  readonly name?: string
  readonly containerPort?: number
  readonly hostPort?: number
  readonly hostIP?: string
  readonly protocol?: string
}

export interface EnvView {
  readonly name?: string
  readonly value?: string
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath?: string }
    readonly resourceFieldRef?: { readonly resource?: string; readonly divisor?: string | number }
    readonly configMapKeyRef?: KeyView
    readonly secretKeyRef?: KeyView
    readonly fileKeyRef?: object
  }
}

export interface KeyView {
  readonly name?: string
  readonly key?: string
}

export interface EnvFromView {
  readonly prefix?: string
  readonly configMapRef?: { readonly name?: string }
  readonly secretRef?: { readonly name?: string }
}

export interface MountView {
  readonly name?: string
  readonly mountPath?: string
  readonly subPath?: string
  readonly subPathExpr?: string
}

export interface ResourcesView {
  readonly limits?: Amounts
  readonly requests?: Amounts
}

export interface HandlerView {
  readonly exec?: { readonly command?: readonly string[] }
  readonly httpGet?: {
    readonly path?: string
    readonly port?: IntOrString
    readonly scheme?: string
    readonly httpHeaders?: readonly { readonly name: string }[]
  }
  readonly tcpSocket?: { readonly port?: IntOrString }
  readonly grpc?: { readonly port?: number }
  readonly sleep?: { readonly seconds?: number }
}

export interface ProbeView extends HandlerView {
  readonly initialDelaySeconds?: number
  readonly timeoutSeconds?: number
  readonly periodSeconds?: number
  readonly successThreshold?: number
  readonly failureThreshold?: number
  readonly terminationGracePeriodSeconds?: number
}

export interface VolumeView {
  readonly name?: string
  readonly [source: string]: unknown
}

export interface IdsView {
  readonly runAsUser?: number
  readonly runAsGroup?: number
  readonly fsGroup?: number
  readonly supplementalGroups?: readonly number[]
}

export interface SecurityView extends IdsView {
  readonly seccompProfile?: { readonly type?: string; readonly localhostProfile?: string }
}

export interface PodSecurityView extends SecurityView {
  readonly sysctls?: readonly { readonly name?: string }[]
}

export interface NodeRequirementView {
  readonly key?: string
  readonly operator?: string
  readonly values?: readonly string[]
}

export interface NodeTermView {
  readonly matchExpressions?: readonly NodeRequirementView[]
  readonly matchFields?: readonly NodeRequirementView[]
}

export interface NodeAffinityView {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: { readonly nodeSelectorTerms?: readonly NodeTermView[] }
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly weight: number
    readonly preference?: NodeTermView
  }[]
}

interface AffinityTermView {
  readonly topologyKey?: string
}

export interface AffinityTermsView {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly AffinityTermView[]
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly {
    readonly weight: number
    readonly podAffinityTerm?: AffinityTermView
  }[]
}

interface SpreadView {
  readonly maxSkew?: number
  readonly topologyKey?: string
  readonly whenUnsatisfiable?: string
}

interface TolerationView {
  readonly key?: string
  readonly operator?: string
  readonly value?: string
  readonly effect?: string
  readonly tolerationSeconds?: number
}

export interface PodSpecView {
  readonly containers?: readonly ContainerView[]
  readonly initContainers?: readonly ContainerView[]
  readonly ephemeralContainers?: readonly ContainerView[]
  readonly volumes?: readonly VolumeView[]
  readonly restartPolicy?: string
  readonly dnsPolicy?: string
  readonly hostNetwork?: boolean
  readonly nodeSelector?: { readonly [key: string]: string }
  readonly serviceAccountName?: string
  readonly hostname?: string
  readonly subdomain?: string
  readonly activeDeadlineSeconds?: number
  readonly terminationGracePeriodSeconds?: number
  readonly securityContext?: PodSecurityView
  readonly affinity?: {
    readonly nodeAffinity?: NodeAffinityView
    readonly podAffinity?: AffinityTermsView
    readonly podAntiAffinity?: AffinityTermsView
  }
  readonly dnsConfig?: {
    readonly nameservers?: readonly string[]
    readonly searches?: readonly string[]
    readonly options?: readonly { readonly name?: string }[]
  }
  readonly hostAliases?: readonly { readonly ip?: string; readonly hostnames?: readonly string[] }[]
  readonly topologySpreadConstraints?: readonly SpreadView[]
  readonly tolerations?: readonly TolerationView[]
  readonly readinessGates?: readonly { readonly conditionType: string }[]
  readonly priorityClassName?: string
  readonly runtimeClassName?: string
}
