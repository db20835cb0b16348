/** What becomes of a container when it is started, from its image, command and lifecycle. */
import { durationMs, outcomeOf, startError } from './script.ts'
import type { Steering } from './steering.ts'

export type Program =
  | { readonly does: 'fail to pull'; readonly message: string }
  | { readonly does: 'fail to start'; readonly message: string }
  | { readonly does: 'run'; readonly ms: number; readonly exitCode: number; readonly handlesTerm: boolean }

export interface Probe {
  readonly periodSeconds?: number
  readonly initialDelaySeconds?: number
  readonly successThreshold?: number
}

interface Handler {
  readonly exec?: { readonly command?: readonly string[] }
  readonly sleep?: { readonly seconds?: number }
}

export interface Container {
  readonly name: string
  readonly image?: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  /** `Always` on an init container makes it a sidecar. */
  readonly restartPolicy?: string
  readonly startupProbe?: Probe
  readonly readinessProbe?: Probe
  readonly lifecycle?: { readonly postStart?: Handler; readonly preStop?: Handler }
}

const BAD_IMAGE =
  /does-not-exist|nonexistent|non-existent|argo-error|invalid-image|bad-image|:(error|missing|invalid)$/i
/** Images whose entrypoint is a shell: without a command and a terminal they end at once. */
const SHELL_IMAGE = /(^|\/)(alpine|busybox|ubuntu|debian|centos|fedora|bash)(:|@|$)/

export function programOf(container: Container, steering: Steering): Program {
  const image = container.image ?? ''
  if (image === '' || BAD_IMAGE.test(image) || steering.cannotPull)
    return { does: 'fail to pull', message: `Back-off pulling image "${image}"` }
  const argv = [...(container.command ?? []), ...(container.args ?? [])]
  const program =
    (container.command?.length || SHELL_IMAGE.test(image)) && argv.length > 0 ? started(argv) : entrypoint(image)
  if (steering.exit && program.does === 'run') return { ...program, ...steering.exit }
  return program
}

function started(argv: readonly string[]): Program {
  const message = startError(argv)
  return message ? { does: 'fail to start', message } : { does: 'run', ...outcomeOf(argv) }
}

const entrypoint = (image: string): Program =>
  SHELL_IMAGE.test(image)
    ? { does: 'run', ms: 0, exitCode: 0, handlesTerm: false }
    : { does: 'run', ms: Number.POSITIVE_INFINITY, exitCode: 0, handlesTerm: true }

/** Milliseconds for which a lifecycle handler keeps its container waiting. */
export function handlerMs(handler: Handler | undefined): number {
  if (handler?.sleep) return durationMs(String(handler.sleep.seconds ?? 0))
  const argv = handler?.exec?.command ?? []
  return argv.length === 0 || startError(argv) ? 0 : outcomeOf(argv).ms
}

/**
 * Milliseconds until a probe has succeeded, against a server that always answers. The kubelet ticks every period from the
 * container's start and skips ticks before the initial delay.
 */
export function probeMs(probe: Probe | undefined): number {
  if (!probe) return 0
  const period = (probe.periodSeconds || 10) * 1000
  const delay = (probe.initialDelaySeconds ?? 0) * 1000
  const first = delay === 0 ? 100 : Math.ceil(delay / period) * period
  return first + (Math.max(1, probe.successThreshold ?? 1) - 1) * period
}
