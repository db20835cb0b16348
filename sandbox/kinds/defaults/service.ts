import type { KubeObject } from '../../api.ts'
import type { JsonObject } from '../../schema/schema.ts'
import { pick } from './pod.ts'

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

/**
 * Addresses and node ports of a new service. They follow from its uid, without a book of what is taken: two services of one sandbox may get the same one,
 * which nothing in the sandbox notices, because no packet is ever sent.
 */
export function createService(service: KubeObject): void {
  service.status = { loadBalancer: {} }
  allocate(service)
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
  allocate(service)
}

function keepNodePorts(spec: JsonObject, old: JsonObject): void {
  for (const port of spec.ports ?? []) {
    const before = (old.ports ?? []).find((one: JsonObject) => one.port === port.port && one.protocol === port.protocol)
    if (before?.nodePort) port.nodePort ??= before.nodePort
  }
}

const needsNodePorts = (spec: JsonObject): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)

function allocate({ metadata, spec }: KubeObject): void {
  if (spec.type === 'ExternalName') {
    for (const field of ['clusterIPs', 'ipFamilies', 'ipFamilyPolicy']) delete spec[field]
    return
  }
  spec.clusterIP ||= spec.clusterIPs?.[0] ?? clusterIp(metadata.uid)
  spec.clusterIPs ??= [spec.clusterIP]
  const isFree = spec.clusterIP === 'None' && !spec.selector
  spec.ipFamilies ??= isFree ? ['IPv4', 'IPv6'] : ['IPv4']
  spec.ipFamilyPolicy ??= isFree ? 'RequireDualStack' : 'SingleStack'
  if (!needsNodePorts(spec)) return
  for (const [index, port] of (spec.ports ?? []).entries())
    port.nodePort ??= 30_000 + pick(`${metadata.uid}/${index}`, 2768)
}

/** In 10.96.0.0/12, as kubeadm has it. */
function clusterIp(uid: string): string {
  const host = 1 + pick(uid, 2 ** 20 - 2)
  return `10.${96 + (host >> 16)}.${(host >> 8) & 255}.${host & 255}`
}
