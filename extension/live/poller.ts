/**
 * Reads a Rollout again and again. Argo CD's props are hints only: a change of status alone may reach them minutes later. Often while something
 * happens, seldom at rest, not at all while nobody looks.
 */
import { ArgoError, listActions, readResource, rolloutTarget } from '../argocd/client.ts'
import type { Action, Application, Rollout } from '../argocd/types.ts'

export type Connection =
  | { readonly state: 'live' }
  /** What is shown is the last that was known. */
  | { readonly state: 'stale' | 'denied' | 'gone'; readonly message: string }

export interface Snapshot {
  /** Undefined until it was read. */
  readonly rollout?: Rollout
  /** Undefined until they were listed. */
  readonly actions?: readonly Action[]
  readonly connection: Connection
}

const busyMs = 1500
const restMs = 10_000

export class Poller {
  private readonly application: Application
  private readonly target: ReturnType<typeof rolloutTarget>
  private readonly tell: (snapshot: Snapshot) => void
  private readonly abort = new AbortController()
  private snapshot: Snapshot = { connection: { state: 'live' } }
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(application: Application, namespace: string, name: string, tell: (snapshot: Snapshot) => void) {
    this.application = application
    this.target = rolloutTarget(namespace, name)
    this.tell = tell
    void this.poll()
  }

  /** Reads at once, then goes on as before. */
  refresh(): void {
    clearTimeout(this.timer)
    void this.poll()
  }

  stop(): void {
    clearTimeout(this.timer)
    this.abort.abort()
  }

  private async poll(): Promise<void> {
    if (!document.hidden) await this.read()
    if (this.abort.signal.aborted) return
    clearTimeout(this.timer)
    const resting = this.snapshot.rollout?.status?.phase === 'Healthy' && this.snapshot.connection.state === 'live'
    this.timer = setTimeout(() => void this.poll(), resting ? restMs : busyMs)
  }

  private async read(): Promise<void> {
    try {
      const rollout = await readResource<Rollout>(this.application, this.target, this.abort.signal)
      this.show({ rollout, actions: await this.actionsOf(rollout), connection: { state: 'live' } })
    } catch (error) {
      this.show({ connection: connectionOf(error as Error) })
    }
  }

  /** What may be done depends on the object alone, so it is asked once for each version of it. */
  private async actionsOf({ metadata }: Rollout): Promise<readonly Action[]> {
    const { rollout, actions } = this.snapshot
    if (actions && rollout?.metadata.resourceVersion === metadata.resourceVersion) return actions
    return listActions(this.application, this.target, this.abort.signal)
  }

  private show(news: Partial<Snapshot>): void {
    if (this.abort.signal.aborted) return
    this.snapshot = { ...this.snapshot, ...news }
    this.tell(this.snapshot)
  }
}

function connectionOf(error: Error): Connection {
  const { message } = error
  const status = error instanceof ArgoError ? error.status : 0
  if (status === 401 || status === 403) return { state: 'denied', message }
  // Argo CD answers 400 for what is no longer in the tree, 404 for what the cluster no longer has.
  if (status === 404 || (status === 400 && message.includes('not found'))) return { state: 'gone', message }
  return { state: 'stale', message }
}
