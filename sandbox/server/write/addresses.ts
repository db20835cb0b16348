import type { KubeObject } from '../../api.ts'
import type { Cluster } from '../cluster.ts'
import { failure } from '../errors.ts'

const SERVICES = '/services'
const FIRST_NODE_PORT = 30_000
const NODE_PORTS = 2768

/**
 * Gives a Service the addresses that only a cluster can choose, in place: a cluster IP of its own in 10.96.0.0/12, and node ports where its
 * type needs them. An update that leaves them out keeps those of `old`.
 */
export function giveAddresses(cluster: Cluster, service: KubeObject, old?: KubeObject): void {
  const { spec = {} } = service
  if (spec.type === 'ExternalName') return
  const clusterIP = spec.clusterIP || old?.spec?.clusterIP || freeIp(cluster)
  const hasNodePorts = spec.type === 'NodePort' || spec.type === 'LoadBalancer'
  service.spec = {
    ...spec,
    clusterIP,
    clusterIPs: [clusterIP],
    ipFamilies: spec.ipFamilies ?? ['IPv4'],
    ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack',
    ...(hasNodePorts && { ports: withNodePorts(cluster, spec.ports ?? [], old) }),
  }
}

function freeIp({ store, random }: Cluster): string {
  const used = new Set(store.list(SERVICES).map(service => service.spec?.clusterIP))
  return free(random, 2 ** 20 - 2, used, offset => {
    const low = offset + 1
    return `10.${96 + (low >> 16)}.${(low >> 8) & 255}.${low & 255}`
  })
}

interface Port {
  readonly port: number
  readonly nodePort?: number
}

function withNodePorts({ store, random }: Cluster, ports: readonly Port[], old: KubeObject | undefined): Port[] {
  const used = new Set(
    store.list(SERVICES).flatMap(service => (service.spec?.ports ?? []).map((one: Port) => one.nodePort)),
  )
  const before: readonly Port[] = old?.spec?.ports ?? []
  return ports.map(port => {
    const kept = port.nodePort ?? before.find(one => one.port === port.port)?.nodePort
    const nodePort = kept ?? free(random, NODE_PORTS, used, offset => FIRST_NODE_PORT + offset)
    used.add(nodePort)
    return { ...port, nodePort }
  })
}

/** The first value that nobody uses, looking round from a random place. */
function free<T>(random: () => number, size: number, used: ReadonlySet<unknown>, value: (offset: number) => T): T {
  const start = Math.floor(random() * size)
  for (let step = 0; step < size; step++) {
    const candidate = value((start + step) % size)
    if (!used.has(candidate)) return candidate
  }
  throw failure(500, 'InternalError', 'Internal error occurred: every service address is in use')
}
