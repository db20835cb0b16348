/** What a controller can be told, with the defaults of contract rollout 11.7 where the flag has one. */
import type { Client } from './client/client.ts'
import type { KubeconfigOptions } from './client/credentials.ts'
import type { Clock } from './clock.ts'
import type { Engine } from './engine.ts'
import type { Log } from './log.ts'

export interface ControllerOptions extends KubeconfigOptions {
  /** Absent: made from the kubeconfig options. */
  readonly client?: Client
  readonly clock?: Clock
  readonly log?: Log
  /** Absent: core's. */
  readonly engine?: Engine
  /** Absent: all namespaces. */
  readonly namespace?: string | undefined
  readonly instanceId?: string
  readonly rolloutThreads?: number
  readonly serviceThreads?: number
  /** Seconds. */
  readonly resync?: number
  readonly qps?: number
  readonly burst?: number
  /** Absent: no leader election, as tests and the demo want it. */
  readonly lease?: {
    readonly namespace: string
    readonly duration: number
    readonly renewDeadline: number
    readonly retryPeriod: number
    /** Called once when the lease was lost: the process has to end. */
    readonly onLost: () => void
  }
  /** Absent: no HTTP endpoints. Port 0 takes a free one. */
  readonly http?: { readonly address: string; readonly metricsPort: number; readonly healthzPort: number }
}

export interface Controller {
  /** Resolves when this process leads, has read everything, and works. */
  readonly started: Promise<void>
  /** Ends what is under way, sends what was told, and gives the lease back. */
  stop(): Promise<void>
  /** Nothing to do and nothing under way. What waits for a moment in time, or for a watch event, does not count. */
  isIdle(): boolean
  /** Watch events received since the start, bookmarks left out. */
  readonly watchEvents: number
  /** The newest version that the watch of each resource has shown. */
  versions(): { readonly [resource: string]: string }
  readonly client: Client
}
