import { checkDnsLabel, checkDnsSubdomain, checkPortName, checkQualifiedName } from '../../../core/kube/names.ts'
import { labelErrors } from '../../../core/kube/template/validate/labels.ts'
import type { KubeObject } from '../../api.ts'
import { duplicate, type FieldError, invalid, required, unsupported } from '../../schema/field-error.ts'
import type { JsonObject, Value } from '../../schema/schema.ts'
import { fromCore } from './core-errors.ts'

const PORT_RANGE = 'must be between 1 and 65535, inclusive'
const PROTOCOLS = ['SCTP', 'TCP', 'UDP']
const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']

const isPort = (value: Value): boolean => Number.isInteger(value) && value >= 1 && value <= 65_535

/** RFC 1035: what a Service's name has to be. */
export function* checkServiceName(name: string): Iterable<string> {
  if (name.length > 63) yield 'must be no more than 63 characters'
  if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name))
    yield "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
}

export function serviceErrors({ spec }: KubeObject, old?: KubeObject): FieldError[] {
  const ports: JsonObject[] = spec.ports ?? []
  const needsPorts = spec.type !== 'ExternalName' && spec.clusterIP !== 'None'
  return [
    ...clusterIpErrors(spec, old?.spec),
    ...(ports.length === 0 && needsPorts ? [required('spec.ports')] : []),
    ...ports.flatMap((port, index) => servicePortErrors(port, `spec.ports[${index}]`, ports, index)),
    ...samePortErrors(ports),
    ...fromCore(labelErrors('spec.selector', spec.selector)),
    ...(['ClientIP', 'None'].includes(spec.sessionAffinity)
      ? []
      : [unsupported('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None'])]),
    ...(TYPES.includes(spec.type) ? [] : [unsupported('spec.type', spec.type, TYPES)]),
    ...externalNameErrors(spec),
  ]
}

function clusterIpErrors(spec: JsonObject, old: JsonObject | undefined): FieldError[] {
  const isFixed = old && spec.type !== 'ExternalName' && old.type !== 'ExternalName'
  if (!isFixed || spec.clusterIPs?.[0] === old.clusterIPs?.[0]) return []
  return [invalid('spec.clusterIPs[0]', spec.clusterIPs ?? null, 'may not change once set')]
}

function externalNameErrors({ type, externalName = '' }: JsonObject): FieldError[] {
  if (type !== 'ExternalName') return []
  if (!externalName) return [required('spec.externalName')]
  const host = externalName.replace(/\.$/, '')
  return Array.from(checkDnsSubdomain(host), text => invalid('spec.externalName', externalName, text))
}

function servicePortErrors(port: JsonObject, path: string, ports: readonly JsonObject[], index: number): FieldError[] {
  const { name, targetPort, protocol, appProtocol } = port
  const errors: FieldError[] = []
  if (!name && ports.length > 1) errors.push(required(`${path}.name`))
  if (name) {
    errors.push(...Array.from(checkDnsLabel(name), text => invalid(`${path}.name`, name, text)))
    if (ports.findIndex(one => one.name === name) < index) errors.push(duplicate(`${path}.name`, name))
  }
  if (!isPort(port.port)) errors.push(invalid(`${path}.port`, port.port, PORT_RANGE))
  if (!PROTOCOLS.includes(protocol)) errors.push(unsupported(`${path}.protocol`, protocol, PROTOCOLS))
  if (typeof targetPort === 'string') {
    errors.push(...Array.from(checkPortName(targetPort), text => invalid(`${path}.targetPort`, targetPort, text)))
  } else if (!isPort(targetPort)) errors.push(invalid(`${path}.targetPort`, targetPort, PORT_RANGE))
  if (appProtocol)
    errors.push(
      ...Array.from(checkQualifiedName(appProtocol), text => invalid(`${path}.appProtocol`, appProtocol, text)),
    )
  return errors
}

function samePortErrors(ports: readonly JsonObject[]): FieldError[] {
  const key = ({ port, protocol }: JsonObject) => `${port}/${protocol}`
  const isRepeated = (port: JsonObject, index: number) => ports.findIndex(one => key(one) === key(port)) < index
  return ports.flatMap((port, index) =>
    isRepeated(port, index) ? [duplicate(`spec.ports[${index}]`, portKey(port))] : [],
  )
}

/** What a port is told by, as the server prints it: in Go's own words. */
function portKey({ port, protocol }: JsonObject): JsonObject {
  return { Name: '', Protocol: protocol, AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 }
}

export function ingressErrors({ spec }: KubeObject): FieldError[] {
  const { rules = [], defaultBackend, ingressClassName } = spec
  const nothing = rules.length === 0 && !defaultBackend
  return [
    ...(nothing ? [invalid('spec', null, 'either `defaultBackend` or `rules` must be specified')] : []),
    ...(defaultBackend ? backendErrors('spec.defaultBackend', defaultBackend) : []),
    ...rules.flatMap((rule: JsonObject, index: number) => ruleErrors(`spec.rules[${index}]`, rule)),
    ...(ingressClassName === undefined
      ? []
      : Array.from(checkDnsSubdomain(ingressClassName), text =>
          invalid('spec.ingressClassName', ingressClassName, text),
        )),
  ]
}

function ruleErrors(path: string, { host, http }: JsonObject): FieldError[] {
  const bare = host?.startsWith('*.') ? host.slice(2) : host
  const named = bare ? Array.from(checkDnsSubdomain(bare), text => invalid(`${path}.host`, host, text)) : []
  if (!http) return named
  const paths: JsonObject[] = http.paths ?? []
  if (paths.length === 0) return [...named, required(`${path}.http.paths`)]
  return [...named, ...paths.flatMap((one, index) => pathErrors(`${path}.http.paths[${index}]`, one))]
}

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix']
const BAD_PARTS = ['//', '/./', '/../', '%2f', '%2F']

function pathErrors(at: string, { path = '', pathType, backend = {} }: JsonObject): FieldError[] {
  if (pathType === undefined) return [required(`${at}.pathType`, 'pathType must be specified')]
  if (!PATH_TYPES.includes(pathType))
    return [unsupported(`${at}.pathType`, pathType, PATH_TYPES), ...backendErrors(`${at}.backend`, backend)]
  const isLoose = pathType === 'ImplementationSpecific'
  const isAbsolute = path.startsWith('/') || (isLoose && path === '')
  return [
    ...(isAbsolute ? [] : [invalid(`${at}.path`, path, 'must be an absolute path')]),
    ...(isLoose
      ? []
      : BAD_PARTS.filter(part => path.includes(part)).map(part =>
          invalid(`${at}.path`, path, `must not contain '${part}'`),
        )),
    ...backendErrors(`${at}.backend`, backend),
  ]
}

function backendErrors(path: string, { service, resource }: JsonObject): FieldError[] {
  if (service && resource) return [invalid(path, '', 'cannot set both resource and service backends')]
  if (resource) return []
  if (!service) return [invalid(path, '', 'resource or service backend is required')]
  const { name, port = {} } = service
  const named = name
    ? Array.from(checkServiceName(name), text => invalid(`${path}.service.name`, name, text))
    : [required(`${path}.service.name`)]
  if (port.name && port.number) return [...named, invalid(path, '', 'cannot set both port name & port number')]
  if (port.name)
    return [
      ...named,
      ...Array.from(checkPortName(port.name), text => invalid(`${path}.service.port.name`, port.name, text)),
    ]
  if (!port.number) return [...named, required(path, 'port name or number is required')]
  return isPort(port.number) ? named : [...named, invalid(`${path}.service.port.number`, port.number, PORT_RANGE)]
}

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6']

export function endpointSliceErrors({ addressType, ports }: KubeObject, old?: KubeObject): FieldError[] {
  const names = (ports ?? []).map((port: JsonObject) => port.name)
  return [
    ...(old && old.addressType !== addressType ? [invalid('addressType', addressType, 'field is immutable')] : []),
    ...(addressType
      ? ADDRESS_TYPES.includes(addressType)
        ? []
        : [unsupported('addressType', addressType, ADDRESS_TYPES)]
      : [required('addressType')]),
    ...names.flatMap((name: string, index: number) =>
      names.indexOf(name) < index ? [duplicate(`ports[${index}].name`, name)] : [],
    ),
  ]
}
