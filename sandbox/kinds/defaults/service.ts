import type { KubeObject } from '../../api.ts'
import type { JsonObject } from '../../schema/schema.ts'

export function defaultService({ spec }: KubeObject): void {
  spec.type ??= 'ClusterIP'
  spec.sessionAffinity ??= 'None'
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig
  else spec.sessionAffinityConfig ??= { clientIP: { timeoutSeconds: 10_800 } }
  for (const port of spec.ports ?? []) {
    port.protocol ??= 'TCP'
    if (!port.targetPort) port.targetPort = port.port
  }
  const isExternal = spec.type === 'NodePort' || spec.type === 'LoadBalancer'
  if (isExternal || (spec.type === 'ClusterIP' && spec.externalIPs)) spec.externalTrafficPolicy ??= 'Cluster'
  if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ??= 'Cluster'
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true
}

/** A cluster address and node ports come from the cluster, which knows what it has given out already; everything else that a new service gets is here. */
export function createService(service: KubeObject): void {
  service.status = { loadBalancer: {} }
  chooseFamilies(service)
}

/** An update that leaves out what was given keeps it. */
export function updateService(service: KubeObject, old: KubeObject): void {
  const { spec } = service
  service.status = old.status
  if (spec.type !== 'ExternalName' && old.spec.type !== 'ExternalName') {
    spec.clusterIP ||= old.spec.clusterIP
    spec.clusterIPs ??= spec.clusterIP === old.spec.clusterIP ? old.spec.clusterIPs : [spec.clusterIP]
  }
  if (needsNodePorts(spec) && needsNodePorts(old.spec)) keepNodePorts(spec, old.spec)
  chooseFamilies(service)
}

function keepNodePorts(spec: JsonObject, old: JsonObject): void {
  for (const port of spec.ports ?? []) {
    const before = (old.ports ?? []).find((one: JsonObject) => one.port === port.port && one.protocol === port.protocol)
    if (before?.nodePort) port.nodePort ??= before.nodePort
  }
}

const needsNodePorts = (spec: JsonObject): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)

function chooseFamilies({ spec }: KubeObject): void {
  if (spec.type === 'ExternalName') {
    for (const field of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) delete spec[field]
    return
  }
  spec.clusterIP ||= spec.clusterIPs?.[0]
  if (spec.clusterIP) spec.clusterIPs ??= [spec.clusterIP]
  else delete spec.clusterIP
  const isFree = spec.clusterIP === 'None' && !spec.selector
  spec.ipFamilies ??= isFree ? ['IPv4', 'IPv6'] : ['IPv4']
  spec.ipFamilyPolicy ??= isFree ? 'RequireDualStack' : 'SingleStack'
}
