/** What Git wants of an application: the objects of a folder at a revision, read anew when the revision is another. */
import type { KubeObject } from '../../api.ts'
import type { Source } from '../../git/source.ts'
import type { Cluster } from '../cluster.ts'
import type { Identity } from '../identity.ts'
import { readManifests } from '../manifests.ts'
import type { Definition } from './definition.ts'

export class Desired {
  objects: readonly KubeObject[] = []
  revision: string | undefined
  /** Why the repository could not be read or understood; the last good state stays desired. */
  problem: string | undefined
  private readonly definition: Definition
  private readonly source: Source
  private readonly cluster: Cluster

  constructor(definition: Definition, source: Source, cluster: Cluster) {
    this.definition = definition
    this.source = source
    this.cluster = cluster
  }

  async read(): Promise<void> {
    const { source } = this.definition.spec
    if (!source) return
    try {
      const revision = await this.source.resolve(source.targetRevision)
      const isKnown = revision === this.revision && this.problem === undefined
      const files = isKnown ? undefined : await this.source.read(revision, source.path)
      this.revision = revision
      if (files) this.objects = await this.place(files)
      this.problem = undefined
    } catch (error) {
      this.problem = (error as Error).message
    }
  }

  private async place(files: Readonly<Record<string, string>>): Promise<KubeObject[]> {
    await this.cluster.discover()
    const { name: application, spec } = this.definition
    const isNamespaced = ({ group, kind }: Identity) => this.cluster.resourceOf(group, kind)?.namespaced ?? true
    return readManifests(files, { application, namespace: spec.destination.namespace, isNamespaced })
  }
}
