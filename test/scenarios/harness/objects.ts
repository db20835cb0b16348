/** Objects by kind and name, as a scenario names them: `Service/web` in its namespace. */
import { ApiError, type KubeObject } from '../../../sandbox/api.ts'
import { discover } from '../../../sandbox/controllers/discovery.ts'
import { pathOf, type Resource } from '../../../sandbox/controllers/loop/resource.ts'
import type { Stage } from './stage.ts'

export const NAMESPACE = 'default'

export class Objects {
  private readonly stage: Stage
  private resources: readonly Resource[] = []

  constructor(stage: Stage) {
    this.stage = stage
  }

  /** The path of a kind's collection, of one object, or of its subresource. Throws when the kind is not served. */
  async path(kind: string, name?: string, subresource?: string): Promise<string> {
    const find = () => this.resources.find(resource => resource.kind === kind)
    if (!find()) this.resources = await discover(this.stage.api)
    const resource = find()
    if (!resource) throw new Error(`no kind ${kind} is served here; kinds of CRDs have to be given first`)
    return pathOf(resource, resource.namespaced ? NAMESPACE : undefined, name, subresource)
  }

  async get(kind: string, name: string): Promise<KubeObject> {
    return this.stage.api.request({ method: 'GET', path: await this.path(kind, name) })
  }

  async list(kind: string): Promise<KubeObject[]> {
    return (await this.stage.api.request({ method: 'GET', path: await this.path(kind) })).items
  }

  /** Server-side apply, as GitOps tools do it. */
  async apply(object: KubeObject): Promise<void> {
    const path = await this.path(object.kind, object.metadata.name)
    const contentType = 'application/apply-patch+yaml'
    await this.stage.api.request({
      method: 'PATCH',
      path: `${path}?fieldManager=scenario&force=true`,
      contentType,
      body: object,
    })
  }

  async patch(
    kind: string,
    name: string,
    body: object,
    how: { type?: string; subresource?: string } = {},
  ): Promise<void> {
    const { type = 'merge', subresource } = how
    const contentType = `application/${type}-patch+json`
    const path = await this.path(kind, name, subresource)
    await this.stage.api.request({ method: 'PATCH', path, contentType, body: body as KubeObject })
  }

  async delete(kind: string, name: string, propagationPolicy = 'Background'): Promise<void> {
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy }
    await this.stage.api.request({ method: 'DELETE', path: await this.path(kind, name), body })
  }

  async exists(kind: string, name: string): Promise<boolean> {
    try {
      await this.get(kind, name)
      return true
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return false
      throw error
    }
  }
}
