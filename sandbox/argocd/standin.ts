/** The applications themselves, without a page or an API: what follows Git, syncs and self-heals. */
import type { Api } from '../api.ts'
import type { Clock } from '../clock/clock.ts'
import type { Source } from '../git/source.ts'
import { Application } from './application/application.ts'
import type { Definition } from './application/definition.ts'
import { Cluster } from './cluster.ts'
import { type Customizations, readCustomizations } from './customizations.ts'

export interface StandInOptions {
  readonly api: Api
  readonly clock: Clock
  readonly source: Source
  readonly applications: readonly Definition[]
  /** Text of `argocd-cm`. Default: an Argo CD with nothing of ours. */
  readonly customizations?: string
  readonly log?: (line: string) => void
}

export interface StandIn {
  readonly cluster: Cluster
  readonly customizations: Customizations
  readonly applications: ReadonlyMap<string, Application>
  /** Looks at Git now, and begins what is due; as after a push. An operation with hooks or waves goes on by itself as the clock moves. */
  refresh(): Promise<void>
  /** Nothing is under way before the cluster changes, somebody calls, or the clock moves. */
  idle(): boolean
  stop(): void
}

/**
 * Resolves once the cluster is known; nothing is synced before the first `refresh()`. Throws an error that names what of a definition is not played.
 *
 *     const git = new MemorySource({ 'web.yaml': manifests })
 *     const argocd = await standIn({ api, clock, source: git, applications: [application] })
 *     await argocd.refresh()
 *     git.commit({ 'web.yaml': changed })
 *     await argocd.refresh()
 *     argocd.applications.get('web').operation.phase
 */
export async function standIn(options: StandInOptions): Promise<StandIn> {
  const { api, clock, source, log = line => console.error(line) } = options
  const cluster = new Cluster(api, clock)
  const customizations = options.customizations === undefined ? new Map() : readCustomizations(options.customizations)
  const around = { cluster, source, customizations, log }
  const applications = new Map(
    options.applications.map(definition => [definition.name, new Application(definition, around)]),
  )
  const all = [...applications.values()]
  await cluster.discover()
  return {
    cluster,
    customizations,
    applications,
    refresh: async () => void (await Promise.all(all.map(application => application.refresh()))),
    idle: () => cluster.isIdle() && all.every(application => application.isIdle()),
    stop() {
      for (const application of all) application.stop()
      cluster.stop()
    },
  }
}
