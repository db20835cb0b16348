import { duplicate, type Errors, invalid, required, unsupported } from '../../field-error.ts'
import { checkPortName, checkPortNumber } from '../../names.ts'
import type { ContainerView, PortView } from './view.ts'

const protocols = ['SCTP', 'TCP', 'UDP']

export function* portErrors(path: string, ports: readonly PortView[]): Errors {
  const names = new Set<string>()
  for (const [index, { name, containerPort, hostPort, protocol = '' }] of ports.entries()) {
    const at = `${path}[${index}]`
    if (name) {
      for (const text of checkPortName(name)) yield invalid(`${at}.name`, name, text)
      if (names.has(name)) yield duplicate(`${at}.name`, name)
      names.add(name)
    }
    if (!containerPort) yield required(`${at}.containerPort`)
    else for (const text of checkPortNumber(containerPort)) yield invalid(`${at}.containerPort`, containerPort, text)
    if (hostPort) for (const text of checkPortNumber(hostPort)) yield invalid(`${at}.hostPort`, hostPort, text)
    if (!protocols.includes(protocol)) yield unsupported(`${at}.protocol`, protocol, protocols)
  }
}

/** Two containers of a pod cannot have the same port of the node. */
export function* hostPortConflicts(path: string, containers: readonly ContainerView[]): Errors {
  const taken = new Set<string>()
  for (const [index, { ports = [] }] of containers.entries()) {
    for (const [portIndex, { protocol, hostIP = '', hostPort }] of ports.entries()) {
      if (!hostPort) continue
      const key = `${protocol}/${hostIP}/${hostPort}`
      if (taken.has(key)) yield duplicate(`${path}[${index}].ports[${portIndex}].hostPort`, key)
      taken.add(key)
    }
  }
}
