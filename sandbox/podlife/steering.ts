/**
 * How a test or a demo steers a pod beyond its spec: annotations on the pod (of its template, or put on it while it runs).
 *
 * | annotation `sandbox.slipway.dev/...` | value | the pod |
 * |---|---|---|
 * | `start-after` | duration | takes so long until its first container is started (1.8 s without it) |
 * | `ready-after` | duration | is ready so long after its containers were started, whatever its probes say |
 * | `ready` | `false` | is not ready as long as this stands there |
 * | `exit-after` | duration | its containers end so long after their start, each time |
 * | `exit-code` | number | with this code (1 without it) |
 * | `pull` | `fail` | cannot pull its images |
 *
 * Durations are `500ms`, `30s`, `5m`. With the option `imageTags`, tags ending in `-never` and `-late` mean a pod that is
 * never ready and one that is ready four seconds later, as in the recordings.
 */
import type { KubeObject } from '../api.ts'
import { durationMs } from './script.ts'

export const STEERING = 'sandbox.slipway.dev'

export interface Steering {
  readonly startMs: number
  readonly readyMs?: number
  readonly neverReady: boolean
  readonly exit?: { readonly ms: number; readonly exitCode: number }
  readonly cannotPull: boolean
}

export interface SteeringOptions {
  /** Milliseconds from the binding of a pod to the start of its first container: sandbox, image, start. */
  readonly startMs: number
  readonly imageTags: boolean
}

const LATE_MS = 4000

export function steeringOf(pod: KubeObject, { startMs, imageTags }: SteeringOptions): Steering {
  const duration = (name: string) => read(pod, name, durationMs)
  const tagged = (suffix: string) =>
    imageTags && pod.spec.containers.some((c: { image?: string }) => c.image?.endsWith(suffix))
  const readyMs = duration('ready-after') ?? (tagged('-late') ? LATE_MS : undefined)
  const exitMs = duration('exit-after')
  return {
    startMs: duration('start-after') ?? startMs,
    ...(readyMs === undefined ? {} : { readyMs }),
    neverReady: annotation(pod, 'ready') === 'false' || tagged('-never'),
    ...(exitMs === undefined ? {} : { exit: { ms: exitMs, exitCode: read(pod, 'exit-code', Number) ?? 1 } }),
    cannotPull: annotation(pod, 'pull') === 'fail',
  }
}

const annotation = (pod: KubeObject, name: string): string | undefined =>
  pod.metadata.annotations?.[`${STEERING}/${name}`]

/** A value that cannot be read steers nothing. */
function read(pod: KubeObject, name: string, parse: (text: string) => number): number | undefined {
  const value = parse(annotation(pod, name) ?? '-')
  return Number.isNaN(value) ? undefined : value
}
