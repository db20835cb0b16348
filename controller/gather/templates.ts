import type { ReplicaSetView } from '../../core/world.ts'
import { projectWithTemplate } from '../cache/project.ts'
import type { Client } from '../client/client.ts'
import { isCode } from '../client/error.ts'
import { pathOf, resources } from '../client/path.ts'

/** Templates of ReplicaSets are not cached with them; those that a comparison has fetched are remembered while they cannot have changed. */
const remembered = 500

export class Templates {
  private readonly client: Client
  private readonly known = new Map<string, ReplicaSetView['template']>()

  constructor(client: Client) {
    this.client = client
  }

  /** The view with its template; undefined when the ReplicaSet has gone, which the cache will show soon. */
  async fill(namespace: string, set: ReplicaSetView): Promise<ReplicaSetView | undefined> {
    const key = `${set.uid} ${set.generation}`
    const template = this.known.get(key) ?? (await this.fetch(namespace, set, key))
    return template && { ...set, template }
  }

  private async fetch(namespace: string, set: ReplicaSetView, key: string): Promise<ReplicaSetView['template']> {
    try {
      const path = pathOf(resources.replicasets, { namespace, name: set.name })
      const { template, generation, uid } = projectWithTemplate(await this.client.request({ method: 'GET', path }))
      if (uid !== set.uid) return undefined
      if (generation === set.generation) this.remember(key, template)
      return template
    } catch (error) {
      if (isCode(error, 404)) return undefined
      throw error
    }
  }

  private remember(key: string, template: ReplicaSetView['template']): void {
    this.known.set(key, template)
    if (this.known.size > remembered) this.known.delete(this.known.keys().next().value!)
  }
}
