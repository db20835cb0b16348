/**
 * One application: follows a folder of the repository, and syncs by itself when a commit makes it differ. State is kept in memory only:
 * all that matters is in Git and in the cluster.
 */
import type { KubeObject } from '../../api.ts'
import { readFiles, readRevision } from '../../git/repository.ts'
import type { Cluster } from '../cluster.ts'
import { readManifests } from '../manifests.ts'
import { compareWithGit, gatherUntracked, type Managed } from './compare.ts'
import type { Definition } from './definition.ts'
import { applySync, type ResourceResult } from './sync.ts'

export interface Operation {
  readonly phase: 'Succeeded' | 'Failed'
  readonly message: string
  readonly revision: string
  readonly automated: boolean
  readonly resources: readonly ResourceResult[]
  /** Milliseconds. */
  readonly startedAt: number
  readonly finishedAt: number
}

export class Application {
  readonly definition: Definition
  readonly createdAt: number
  /** Folder of the working tree. */
  readonly repository: string
  revision: string | undefined
  /** Why the repository could not be read or understood; the last good state stays desired. */
  problem: string | undefined
  reconciledAt: number | undefined
  operation: Operation | undefined
  readonly history: Operation[] = []
  private readonly cluster: Cluster
  private desired: KubeObject[] = []
  private work: Promise<void> = Promise.resolve()

  constructor(definition: Definition, cluster: Cluster, repository: string) {
    this.definition = definition
    this.cluster = cluster
    this.repository = repository
    this.createdAt = cluster.clock.now()
  }

  get name(): string {
    return this.definition.name
  }

  managed(): Managed[] {
    const { source, destination } = this.definition.spec
    if (!source) return gatherUntracked(destination.namespace, this.cluster)
    return compareWithGit(this.name, this.desired, this.cluster)
  }

  isOutOfSync(): boolean {
    return this.managed().some(({ status }) => status === 'OutOfSync')
  }

  /** Looks at Git and the cluster, and syncs when the policy says so. Calls queue up. */
  refresh(): Promise<void> {
    return this.enqueue(async () => {
      await this.readRepository()
      if (this.isSyncDue()) await this.run(this.definition.spec.syncPolicy?.automated?.prune ?? false, true)
    })
  }

  sync(prune: boolean): Promise<void> {
    return this.enqueue(async () => {
      await this.readRepository()
      if (this.definition.spec.source) await this.run(prune, false)
    })
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    const run = this.work.then(step)
    this.work = run.catch(() => {})
    return run
  }

  /** Once for each revision, unless self-heal is on; a revision that failed is tried again, since a CRD may have come meanwhile. */
  private isSyncDue(): boolean {
    const automated = this.definition.spec.syncPolicy?.automated
    if (!automated || this.problem !== undefined || !this.isOutOfSync()) return false
    const done = this.operation?.revision === this.revision && this.operation?.phase === 'Succeeded'
    return !done || automated.selfHeal === true
  }

  private async readRepository(): Promise<void> {
    const { source, destination } = this.definition.spec
    this.reconciledAt = this.cluster.clock.now()
    if (!source) return
    try {
      const revision = await readRevision(this.repository, source.targetRevision)
      const files =
        revision === this.revision && !this.problem
          ? undefined
          : await readFiles(this.repository, revision, source.path)
      this.revision = revision
      if (files) this.desired = await this.place(files, destination.namespace)
      this.problem = undefined
    } catch (error) {
      this.problem = (error as Error).message
    }
  }

  private async place(files: Readonly<Record<string, string>>, namespace: string): Promise<KubeObject[]> {
    await this.cluster.discover()
    const isNamespaced = ({ group, kind }: { group: string; kind: string }) =>
      this.cluster.resourceOf(group, kind)?.namespaced ?? true
    return readManifests(files, { application: this.name, namespace, isNamespaced })
  }

  private async run(prune: boolean, automated: boolean): Promise<void> {
    await this.cluster.discover()
    const startedAt = this.cluster.clock.now()
    const resources = await applySync(this.managed(), prune, this.cluster)
    const failed = resources.filter(({ status }) => status === 'SyncFailed')
    const message = failed.length
      ? `one or more objects failed to apply, reason: ${failed.map(result => result.message).join(', ')}`
      : 'successfully synced (all tasks run)'
    const phase = failed.length ? 'Failed' : 'Succeeded'
    this.operation = {
      phase,
      message,
      revision: this.revision ?? '',
      automated,
      resources,
      startedAt,
      finishedAt: this.cluster.clock.now(),
    }
    if (phase === 'Succeeded') this.history.splice(0, Math.max(0, this.history.push(this.operation) - 10))
  }
}
