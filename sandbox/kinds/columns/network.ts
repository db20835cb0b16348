import type { JsonObject } from '../../schema/schema.ts'
import type { Column } from '../kind.ts'
import { age, column, formatLabels, listSome, name, wide } from './common.ts'

export const serviceColumns: readonly Column[] = [
  name,
  column('Type', ({ spec }) => spec.type),
  column('Cluster-IP', ({ spec }) => spec.clusterIPs?.[0] ?? '<none>'),
  column('External-IP', externalIp),
  column('Port(s)', ({ spec }) => (spec.ports ?? []).map(renderPort).join(',') || '<none>'),
  age,
  wide('Selector', ({ spec }) => formatLabels(spec.selector)),
]

const renderPort = ({ port, nodePort, protocol }: JsonObject): string =>
  `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`

function externalIp({ spec, status }: JsonObject): string {
  const own: string[] = spec.externalIPs ?? []
  if (spec.type === 'ExternalName') return spec.externalName ?? ''
  if (spec.type !== 'LoadBalancer') return own.join(',') || '<none>'
  return [...balancers(status), ...own].join(',') || '<pending>'
}

function balancers(status: JsonObject | undefined): string[] {
  const ingress: JsonObject[] = status?.loadBalancer?.ingress ?? []
  return [...new Set(ingress.map(one => one.ip || one.hostname).filter(Boolean))].sort()
}

export const ingressColumns: readonly Column[] = [
  name,
  column('Class', ({ spec }) => spec.ingressClassName ?? '<none>'),
  column('Hosts', ({ spec }) => hosts(spec.rules ?? [])),
  column('Address', ({ status }) => balancers(status).join(',')),
  column('Ports', ({ spec }) => (spec.tls?.length ? '80, 443' : '80')),
  age,
]

function hosts(rules: readonly JsonObject[]): string {
  const named = rules.map(rule => rule.host).filter(Boolean)
  return named.length > 3 ? `${named.slice(0, 3).join(',')} + ${named.length - 3} more...` : named.join(',') || '*'
}

export const endpointsColumns: readonly Column[] = [name, column('Endpoints', endpoints), age]

function endpoints({ subsets = [] }: JsonObject): string {
  const all = subsets.flatMap(({ addresses = [], ports = [] }: JsonObject) =>
    ports.length === 0
      ? addresses.map((one: JsonObject) => one.ip)
      : ports.flatMap((port: JsonObject) => addresses.map((one: JsonObject) => `${one.ip}:${port.port}`)),
  )
  return subsets.length === 0 ? '<none>' : listSome(all, '')
}

export const endpointSliceColumns: readonly Column[] = [
  name,
  column('AddressType', ({ addressType }) => addressType),
  column('Ports', ({ ports }) =>
    listSome((ports ?? []).map((port: JsonObject) => String(port.port ?? port.name ?? '*'))),
  ),
  column('Endpoints', object => listSome((object.endpoints ?? []).flatMap((one: JsonObject) => one.addresses ?? []))),
  age,
]
