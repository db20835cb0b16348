/**
 * What an HPA's metrics ask for. Their values are scripted, in the annotation `sandbox.slipway.dev/metrics` of the HPA: JSON by
 * the metric's name (`cpu`, `memory`, or the name in the spec), each with one of
 *
 *     { "cpu": { "utilization": 90 } }     percent of the request, averaged over the ready pods
 *     { "cpu": { "each": "250m" } }        of each ready pod
 *     { "queue": { "total": "120" } }      of all together: the ready pods share it, so that more pods mean less for each
 *
 * The arithmetic is that of k8s.io/kubernetes pkg/controller/podautoscaler.
 */
import { parseQuantity } from '../../../core/kube/quantity.ts'
import type { KubeObject } from '../../api.ts'

export const METRICS = 'sandbox.slipway.dev/metrics'

/** Within a tenth of the target nothing is scaled. */
const TOLERANCE = 0.1

export interface Crowd {
  readonly replicas: number
  readonly ready: number
  /** Pods that are not ready: they are taken to use nothing when more are asked for. */
  readonly unready: number
}

interface Reading {
  readonly utilization?: number
  readonly each?: string
  readonly total?: string
}

export interface Proposal {
  readonly replicas: number
  readonly current: object
}

/** The replicas that one metric asks for, or undefined when its value is not scripted. */
export function proposalOf(hpa: KubeObject, metric: KubeObject, crowd: Crowd): Proposal | undefined {
  const source = metric[sourceField(metric.type)]
  const name: string = source.name ?? source.metric?.name
  const reading = readingsOf(hpa)[name]
  const each = reading && perPod(reading, crowd)
  if (!reading || each === undefined) return undefined
  const { type, averageUtilization, averageValue, value } = source.target
  const isShared = metric.type === 'Object' || metric.type === 'External'
  if (isShared && type === 'AverageValue') return whole(metric, name, each * crowd.ready, number(averageValue))
  const target = type === 'Utilization' ? averageUtilization : number(type === 'Value' ? value : averageValue)
  const used =
    type === 'Utilization' ? (reading.utilization ?? Number.NaN) : type === 'Value' ? each * crowd.ready : each
  if (Number.isNaN(used)) return undefined
  return { replicas: replicasFor(used / target, crowd), current: currentOf(metric, name, type, used) }
}

function perPod({ utilization, each, total }: Reading, { ready }: Crowd): number | undefined {
  if (utilization !== undefined) return utilization
  if (each !== undefined) return number(each)
  return total === undefined || ready === 0 ? undefined : number(total) / ready
}

const whole = (metric: KubeObject, name: string, total: number, target: number): Proposal => ({
  replicas: Math.ceil(total / target),
  current: currentOf(metric, name, 'Value', total),
})

export function replicasFor(ratio: number, { replicas, ready, unready }: Crowd): number {
  const isSteady = (value: number) => Math.abs(1 - value) <= TOLERANCE
  if (ratio <= 1 || unready === 0) return isSteady(ratio) ? replicas : Math.ceil(ratio * ready)
  const diluted = (ratio * ready) / (ready + unready)
  if (isSteady(diluted) || diluted < 1) return replicas
  return Math.max(replicas, Math.ceil(diluted * (ready + unready)))
}

const number = (text: string | undefined): number => Number(parseQuantity(text ?? 'none')?.nano ?? Number.NaN) / 1e9

const sourceField = (type: string): string => type.charAt(0).toLowerCase() + type.slice(1)

function currentOf(metric: KubeObject, name: string, type: string, used: number): object {
  const field = sourceField(metric.type)
  const { container, metric: identifier, describedObject } = metric[field]
  const text = Number.isInteger(used) ? String(used) : `${Math.round(used * 1000)}m`
  const current =
    type === 'Utilization'
      ? { averageUtilization: Math.round(used), averageValue: '0' }
      : { [type === 'Value' ? 'value' : 'averageValue']: text }
  return {
    type: metric.type,
    [field]: { ...(identifier ? { metric: identifier } : { name }), container, describedObject, current },
  }
}

/** Text that is not JSON scripts nothing. */
function readingsOf(hpa: KubeObject): { readonly [name: string]: Reading } {
  try {
    return JSON.parse(hpa.metadata.annotations?.[METRICS] ?? '{}')
  } catch {
    return {}
  }
}
