/** Containers. Notation: ../notation.ts; facts: k8s.io/api v0.34 (contract appendix-podtemplate-json-order). */
export const container = `
Container = name! image command:[] args:[] workingDir ports:[containerPort,protocol]ContainerPort
  envFrom:[]EnvFromSource env:[name]EnvVar resources:ContainerResources resizePolicy:[]ContainerResizePolicy
  restartPolicy* restartPolicyRules:[]ContainerRestartRule volumeMounts:[mountPath]VolumeMount
  volumeDevices:[devicePath]VolumeDevice livenessProbe:*Probe readinessProbe:*Probe startupProbe:*Probe
  lifecycle:*Lifecycle terminationMessagePath terminationMessagePolicy imagePullPolicy
  securityContext:*SecurityContext stdin:bool stdinOnce:bool tty:bool
EphemeralContainer = <Container> targetContainerName
ContainerPort = name hostPort:int32 containerPort!:int32 protocol="TCP" hostIP
ContainerResources = limits:~{}Quantity requests:~{}Quantity claims:[name]ResourceClaim
ResourceRequirements = limits:{}Quantity requests:{}Quantity claims:[name]ResourceClaim
ResourceClaim = name! request
ContainerResizePolicy = resourceName! restartPolicy!
ContainerRestartRule = action+ exitCodes:*ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes = operator+ values:[set]int32
VolumeMount = name! readOnly:bool recursiveReadOnly* mountPath! subPath mountPropagation* subPathExpr
VolumeDevice = name! devicePath!
SecurityContext = capabilities:*Capabilities privileged*:bool seLinuxOptions:*SELinuxOptions
  windowsOptions:*WindowsSecurityContextOptions runAsUser*:int64 runAsGroup*:int64 runAsNonRoot*:bool
  readOnlyRootFilesystem*:bool allowPrivilegeEscalation*:bool procMount* seccompProfile:*SeccompProfile
  appArmorProfile:*AppArmorProfile
Capabilities = add:[] drop:[]
Probe = <ProbeHandler> initialDelaySeconds:int32 timeoutSeconds:int32 periodSeconds:int32 successThreshold:int32
  failureThreshold:int32 terminationGracePeriodSeconds*:int64
ProbeHandler = exec:*ExecAction httpGet:*HTTPGetAction tcpSocket:*TCPSocketAction grpc:*GRPCAction
ExecAction = command:[]
HTTPGetAction = path port!:IntOrString host scheme httpHeaders:[]HTTPHeader
HTTPHeader = name! value!
TCPSocketAction = port!:IntOrString host
GRPCAction = port!:int32 service!*=""
Lifecycle = postStart:*LifecycleHandler preStop:*LifecycleHandler stopSignal*
LifecycleHandler = exec:*ExecAction httpGet:*HTTPGetAction tcpSocket:*TCPSocketAction sleep:*SleepAction
SleepAction = seconds!:int64
`
