import type { ReplicaSetView } from '../../core/world.ts'
import { projectWithTemplate } from '../cache/project.ts'
import type { Client } from '../client/client.ts'
import { isCode } from '../client/error.ts'
import { pathOf, resources } from '../client/path.ts'

/** Templates of ReplicaSets are not cached with them; those that a comparison has fetched are remembered while they cannot have changed. */
const remembered = 500

type Known = Pick<ReplicaSetView, 'template' | 'isTemplateEdited'>

export class Templates {
  private readonly client: Client
  private readonly known = new Map<string, Known>()

  constructor(client: Client) {
    this.client = client
  }

  /** The view with its template; undefined when the ReplicaSet has gone, which the cache will show soon. */
  async fill(namespace: string, set: ReplicaSetView): Promise<ReplicaSetView | undefined> {
    const key = `${set.uid} ${set.generation}`
    const known = this.known.get(key) ?? (await this.fetch(namespace, set, key))
    return known && { ...set, ...known }
  }

  private async fetch(namespace: string, set: ReplicaSetView, key: string): Promise<Known | undefined> {
    try {
      const path = pathOf(resources.replicasets, { namespace, name: set.name })
      const live = projectWithTemplate(await this.client.request({ method: 'GET', path }))
      if (live.uid !== set.uid) return undefined
      const { template, isTemplateEdited = false, generation } = live
      const known = { isTemplateEdited, ...(template && { template }) }
      if (generation === set.generation) this.remember(key, known)
      return known
    } catch (error) {
      if (isCode(error, 404)) return undefined
      throw error
    }
  }

  private remember(key: string, known: Known): void {
    this.known.set(key, known)
    if (this.known.size > remembered) this.known.delete(this.known.keys().next().value!)
  }
}
