/** What the handlers share: the cluster, the applications and what the server itself has noted. */
import type { KubeObject } from '../../api.ts'
import type { Application } from '../application/application.ts'
import { renderApplication } from '../application/render.ts'
import type { Cluster } from '../cluster.ts'
import type { Customizations } from '../customizations.ts'
import type { JsonMap } from '../merge.ts'
import { gatherTree, imagesOf, renderTree } from '../tree.ts'
import { CallError } from './answer.ts'
import type { ResourceQuery } from './call.ts'

export class Server {
  readonly cluster: Cluster
  readonly customizations: Customizations
  readonly applications: ReadonlyMap<string, Application>
  readonly events: KubeObject[] = []

  constructor(cluster: Cluster, customizations: Customizations, applications: ReadonlyMap<string, Application>) {
    this.cluster = cluster
    this.customizations = customizations
    this.applications = applications
  }

  get now(): number {
    return this.cluster.clock.now()
  }

  /** The objects of an application's tree. */
  objects(application: Application): KubeObject[] {
    return gatherTree(
      application.managed().flatMap(({ live }) => (live ? [live] : [])),
      this.cluster.objects(),
    )
  }

  render(application: Application): JsonMap {
    const pods = this.objects(application).filter(({ kind }) => kind === 'Pod')
    const images = [...new Set(pods.flatMap(imagesOf))].sort()
    return renderApplication(application, { customizations: this.customizations, now: this.now, images })
  }

  tree(application: Application): JsonMap {
    const nodes = this.cluster.objects().filter(({ kind }) => kind === 'Node')
    return renderTree(this.objects(application), nodes, this.customizations, this.now)
  }

  /** The object as the API server has it now. Only nodes of the tree may be asked for. */
  async live(application: Application, { group, kind, namespace, name }: ResourceQuery): Promise<KubeObject> {
    const wanted = { group, kind, namespace, name }
    const cached = this.cluster.find(wanted)
    const isNode = cached && this.objects(application).some(({ metadata }) => metadata.uid === cached.metadata.uid)
    if (isNode) return this.cluster.read(wanted)
    throw new CallError(3, `${[kind, group, name].join(' ')} not found as part of application ${application.name}`)
  }
}
