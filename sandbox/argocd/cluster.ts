/** What Argo CD knows of the cluster: a cache of every kind that can be watched, found by discovery. */
import type { Api, KubeObject } from '../api.ts'
import type { Clock } from '../clock/clock.ts'
import { discover } from '../controllers/discovery.ts'
import { pathOf, type Resource } from '../controllers/loop/resource.ts'
import { type Propagation, View } from '../controllers/loop/view.ts'
import { type Identity, identityOf, identityText } from './identity.ts'

/** Argo CD leaves these out by default: they are many, and nobody manages them. */
const excluded = new Set([
  'Endpoints',
  'EndpointSlice',
  'Lease',
  'Event',
  'PodMetrics',
  'NodeMetrics',
  'CertificateSigningRequest',
])
const isExcluded = ({ group, kind }: Resource) =>
  excluded.has(kind) || group === 'authentication.k8s.io' || group === 'authorization.k8s.io'

export class Cluster {
  readonly api: Api
  readonly clock: Clock
  private readonly view: View
  private readonly resources = new Map<string, Resource>()
  private readonly listeners = new Set<() => void>()
  private notice: (() => void) | undefined

  constructor(api: Api, clock: Clock) {
    this.api = api
    this.clock = clock
    this.view = new View(api, clock)
  }

  /** Looks for kinds that are new (CRDs) and waits until the cache holds what the cluster held before the call. */
  async discover(): Promise<void> {
    for (const resource of await discover(this.api)) {
      const key = `${resource.group}/${resource.kind}`
      if (isExcluded(resource) || this.resources.has(key)) continue
      this.resources.set(key, resource)
      this.view.of(resource).onChange(() => this.changed())
    }
    await this.view.fresh()
  }

  /** Undefined: the API server does not serve the kind. */
  resourceOf(group: string, kind: string): Resource | undefined {
    return this.resources.get(`${group}/${kind}`)
  }

  objects(): KubeObject[] {
    return [...this.resources.values()].flatMap(resource => this.view.of(resource).list())
  }

  find(identity: Identity): KubeObject | undefined {
    const resource = this.resourceOf(identity.group, identity.kind)
    const key = identity.namespace ? `${identity.namespace}/${identity.name}` : identity.name
    return resource && this.view.of(resource).get(key)
  }

  /** From the API server, not from the cache. Throws ApiError. */
  read(identity: Identity): Promise<KubeObject> {
    return this.api.request({ method: 'GET', path: this.path(identity) })
  }

  async create(object: KubeObject): Promise<KubeObject> {
    const identity = identityOf(object)
    const path = pathOf(this.known(identity), identity.namespace || undefined)
    const made = await this.api.request({
      method: 'POST',
      path: `${path}?fieldManager=argocd-controller`,
      body: object,
    })
    return this.wrote(made)
  }

  async patch(identity: Identity, patch: object, manager: string, subresource?: string): Promise<KubeObject> {
    const answer = await this.api.request({
      method: 'PATCH',
      path: `${this.path(identity, subresource)}?fieldManager=${manager}`,
      contentType: 'application/merge-patch+json',
      body: patch as KubeObject,
    })
    return this.wrote(answer)
  }

  /** Server-side apply, with force as Argo CD does it. */
  async apply(object: KubeObject): Promise<KubeObject> {
    const path = `${this.path(identityOf(object))}?fieldManager=argocd-controller&force=true`
    const contentType = 'application/apply-patch+yaml'
    return this.wrote(await this.api.request({ method: 'PATCH', path, contentType, body: object }))
  }

  /** The whole object, over the version that was read. */
  async replace(object: KubeObject, resourceVersion: string): Promise<KubeObject> {
    const path = `${this.path(identityOf(object))}?fieldManager=argocd-controller`
    const body = { ...object, metadata: { ...object.metadata, resourceVersion } }
    return this.wrote(await this.api.request({ method: 'PUT', path, body }))
  }

  async remove(object: KubeObject, propagation: Propagation): Promise<void> {
    await this.view.delete(this.known(identityOf(object)), object, { propagation })
  }

  isIdle(): boolean {
    return this.view.isFresh()
  }

  /** Resolves once the cache shows our own writes. */
  fresh(): Promise<void> {
    return this.view.fresh()
  }

  /** Calls back after a burst of changes; the answer ends it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  stop(): void {
    this.notice?.()
    this.view.stop()
  }

  private wrote(object: KubeObject): KubeObject {
    const { group, kind } = identityOf(object)
    const resource = this.resourceOf(group, kind)
    if (resource) this.view.of(resource).expect(object)
    return object
  }

  private known(identity: Identity): Resource {
    const resource = this.resourceOf(identity.group, identity.kind)
    if (resource) return resource
    throw new Error(
      `The Kubernetes API could not find ${identity.group}/${identity.kind} for requested resource ${identityText(identity)}. ` +
        `Make sure the "${identity.kind}" CRD is installed on the destination cluster.`,
    )
  }

  private path(identity: Identity, subresource?: string): string {
    return pathOf(this.known(identity), identity.namespace || undefined, identity.name, subresource)
  }

  /** Whoever looks on is told soon: of the cluster, or of what an application makes of it. */
  changed(): void {
    this.notice ??= this.clock.at(this.clock.now() + 50, () => {
      this.notice = undefined
      for (const listener of this.listeners) listener()
    })
  }
}
