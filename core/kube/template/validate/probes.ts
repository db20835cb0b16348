import { type Errors, forbidden, invalid, nonNegative, required, unsupported } from '../../field-error.ts'
import { checkHeaderName, checkPortName, checkPortNumber } from '../../names.ts'
import type { IntOrString } from '../../types.ts'
import type { ContainerView, HandlerView, ProbeView } from './view.ts'

const schemes = ['HTTP', 'HTTPS']
const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const

export function* probeErrors(path: string, container: ContainerView, gracePeriod: number): Errors {
  const { livenessProbe, readinessProbe, startupProbe } = container
  if (livenessProbe) yield* onceIsEnoughErrors(`${path}.livenessProbe`, livenessProbe, gracePeriod)
  if (readinessProbe) {
    const at = `${path}.readinessProbe`
    yield* oneProbeErrors(at, readinessProbe, gracePeriod)
    const { terminationGracePeriodSeconds: seconds } = readinessProbe
    const detail = 'must not be set for readinessProbes'
    if (seconds !== undefined) yield invalid(`${at}.terminationGracePeriodSeconds`, seconds, detail)
  }
  if (startupProbe) yield* onceIsEnoughErrors(`${path}.startupProbe`, startupProbe, gracePeriod)
}

function* onceIsEnoughErrors(path: string, probe: ProbeView, gracePeriod: number): Errors {
  yield* oneProbeErrors(path, probe, gracePeriod)
  if (probe.successThreshold !== 1) yield invalid(`${path}.successThreshold`, probe.successThreshold, 'must be 1')
}

const counters = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const

function* oneProbeErrors(path: string, probe: ProbeView, gracePeriod: number): Errors {
  yield* handlerErrors(path, probe, gracePeriod)
  for (const counter of counters) yield* nonNegative(`${path}.${counter}`, probe[counter])
  const { terminationGracePeriodSeconds: seconds } = probe
  if (seconds !== undefined && seconds <= 0) {
    yield invalid(`${path}.terminationGracePeriodSeconds`, seconds, 'must be greater than 0')
  }
}

export function* lifecycleErrors(path: string, lifecycle: ContainerView['lifecycle'], gracePeriod: number): Errors {
  if (lifecycle?.postStart) yield* handlerErrors(`${path}.postStart`, lifecycle.postStart, gracePeriod)
  if (lifecycle?.preStop) yield* handlerErrors(`${path}.preStop`, lifecycle.preStop, gracePeriod)
}

/** The first handler is checked, any further one is forbidden. */
function* handlerErrors(path: string, handler: HandlerView, gracePeriod: number): Errors {
  const [first, ...more] = handlers.filter(name => handler[name])
  if (first === undefined) yield required(path, 'must specify a handler type')
  if (first === 'exec' && !handler.exec?.command?.length) yield required(`${path}.exec.command`)
  if (first === 'httpGet') yield* httpErrors(`${path}.httpGet`, handler.httpGet ?? {})
  if (first === 'tcpSocket') yield* portErrors(`${path}.tcpSocket.port`, handler.tcpSocket?.port)
  if (first === 'grpc') yield* portErrors(`${path}.grpc.port`, handler.grpc?.port)
  if (first === 'sleep') yield* sleepErrors(`${path}.sleep`, handler.sleep?.seconds ?? 0, gracePeriod)
  for (const name of more) yield forbidden(`${path}.${name}`, 'may not specify more than 1 handler type')
}

function* httpErrors(path: string, http: NonNullable<HandlerView['httpGet']>): Errors {
  if (!http.path) yield required(`${path}.path`)
  yield* portErrors(`${path}.port`, http.port)
  if (!schemes.includes(http.scheme ?? '')) yield unsupported(`${path}.scheme`, http.scheme ?? '', schemes)
  for (const { name } of http.httpHeaders ?? []) {
    for (const text of checkHeaderName(name)) yield invalid(`${path}.httpHeaders`, name, text)
  }
}

function* portErrors(path: string, port: IntOrString = 0): Errors {
  const complaints = typeof port === 'number' ? checkPortNumber(port) : checkPortName(port)
  for (const text of complaints) yield invalid(path, port, text)
}

/** Upstream's validation has the feature gate for sleeping zero seconds off and says so (contract corrections 26). */
function* sleepErrors(path: string, seconds: number, gracePeriod: number): Errors {
  if (seconds > 0 && seconds <= gracePeriod) return
  const detail = `must be greater than 0 and less than terminationGracePeriodSeconds (${gracePeriod}). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.`
  yield invalid(path, seconds, detail)
}
