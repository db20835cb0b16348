/** The pod. Notation: ../notation.ts; facts: k8s.io/api v0.34 (contract appendix-podtemplate-json-order). */
export const pod = `
PodTemplateSpec = metadata:ObjectMeta spec:PodSpec
PodSpec = volumes:~[name]Volume initContainers:[name]Container containers!:[name]Container
  ephemeralContainers:[name]EphemeralContainer restartPolicy terminationGracePeriodSeconds*:int64
  activeDeadlineSeconds*:int64 dnsPolicy nodeSelector:{atomic} serviceAccountName serviceAccount
  automountServiceAccountToken*:bool nodeName hostNetwork:bool hostPID:bool hostIPC:bool shareProcessNamespace*:bool
  securityContext:*PodSecurityContext imagePullSecrets:[name]LocalObjectReference hostname subdomain
  affinity:*Affinity schedulerName tolerations:[]Toleration hostAliases:[ip]HostAlias priorityClassName
  priority*:int32 dnsConfig:*PodDNSConfig readinessGates:[]PodReadinessGate runtimeClassName* enableServiceLinks*:bool
  preemptionPolicy* overhead:{}Quantity
  topologySpreadConstraints:[topologyKey,whenUnsatisfiable]TopologySpreadConstraint setHostnameAsFQDN*:bool os:*PodOS
  hostUsers*:bool schedulingGates:[name]PodSchedulingGate resourceClaims:[name]PodResourceClaim
  resources:*ResourceRequirements hostnameOverride*
HostAlias = ip! hostnames:[]
PodDNSConfig = nameservers:[] searches:[] options:[]PodDNSConfigOption
PodDNSConfigOption = name value*
PodReadinessGate = conditionType!
PodOS = name!
PodSchedulingGate = name!
PodResourceClaim = name! resourceClaimName* resourceClaimTemplateName*
PodSecurityContext = seLinuxOptions:*SELinuxOptions windowsOptions:*WindowsSecurityContextOptions runAsUser*:int64
  runAsGroup*:int64 runAsNonRoot*:bool supplementalGroups:[]int64 supplementalGroupsPolicy* fsGroup*:int64
  sysctls:[]Sysctl fsGroupChangePolicy* seccompProfile:*SeccompProfile appArmorProfile:*AppArmorProfile
  seLinuxChangePolicy*
Sysctl = name! value!
SELinuxOptions = user role type level
WindowsSecurityContextOptions = gmsaCredentialSpecName* gmsaCredentialSpec* runAsUserName* hostProcess*:bool
SeccompProfile = type! localhostProfile*
AppArmorProfile = type! localhostProfile*
`
