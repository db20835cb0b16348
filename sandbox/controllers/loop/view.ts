/** What the controllers of one process share: a cache for each resource that somebody asked for, and writes that the caches wait for. */
import { type Api, ApiError, type KubeObject } from '../../api.ts'
import type { Clock } from '../../clock/clock.ts'
import { Informer } from './informer.ts'
import { type Note, Recorder } from './recorder.ts'
import { pathOf, type Resource } from './resource.ts'

export type Propagation = 'Background' | 'Foreground' | 'Orphan'

export interface Deletion {
  readonly propagation?: Propagation
  readonly graceSeconds?: number
}

export class View {
  readonly api: Api
  readonly clock: Clock
  private readonly informers = new Map<string, Informer>()
  private readonly recorder: Recorder

  constructor(api: Api, clock: Clock) {
    this.api = api
    this.clock = clock
    this.recorder = new Recorder(api, clock)
  }

  of(resource: Resource): Informer {
    const path = pathOf(resource)
    const known = this.informers.get(path)
    if (known) return known
    const made = new Informer(this.api, this.clock, resource)
    this.informers.set(path, made)
    return made
  }

  forget(resource: Resource): void {
    this.informers.get(pathOf(resource))?.stop()
    this.informers.delete(pathOf(resource))
  }

  isFresh(): boolean {
    return [...this.informers.values()].every(informer => informer.isFresh())
  }

  async fresh(): Promise<void> {
    await Promise.all([...this.informers.values()].map(informer => informer.fresh()))
  }

  stop(): void {
    for (const informer of this.informers.values()) informer.stop()
  }

  async create(resource: Resource, object: KubeObject): Promise<KubeObject> {
    const path = pathOf(resource, object.metadata.namespace)
    return this.wrote(resource, await this.api.request({ method: 'POST', path, body: object }))
  }

  /** Replaces the whole object; the version inside it is the precondition. */
  async update(resource: Resource, object: KubeObject, subresource?: string): Promise<KubeObject> {
    const path = pathOf(resource, object.metadata.namespace, object.metadata.name, subresource)
    return this.wrote(resource, await this.api.request({ method: 'PUT', path, body: object }))
  }

  /** A JSON merge patch on the version that was read: a conflict means that the object has to be read again. */
  async patch(resource: Resource, object: KubeObject, change: object, subresource?: string): Promise<KubeObject> {
    const { namespace, name, uid, resourceVersion } = object.metadata
    const { metadata, ...rest } = change as Partial<KubeObject>
    const answer = await this.api.request({
      method: 'PATCH',
      path: pathOf(resource, namespace, name, subresource),
      contentType: 'application/merge-patch+json',
      body: { ...rest, metadata: { ...metadata, uid, resourceVersion } } as KubeObject,
    })
    return this.wrote(resource, answer)
  }

  /** Deletes this very object (its uid is a precondition); one that is gone already is no error. */
  async delete(resource: Resource, object: KubeObject, { propagation, graceSeconds }: Deletion = {}): Promise<void> {
    const { namespace, name, uid } = object.metadata
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid },
      ...(propagation ? { propagationPolicy: propagation } : {}),
      ...(graceSeconds === undefined ? {} : { gracePeriodSeconds: graceSeconds }),
    }
    try {
      await this.api.request({ method: 'DELETE', path: pathOf(resource, namespace, name), body })
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error
    }
    this.informers.get(pathOf(resource))?.expectDeleted(object)
  }

  /** Writes an Event about an object. Never throws. */
  tell(about: KubeObject, note: Note): Promise<void> {
    return this.recorder.tell(about, note)
  }

  private wrote(resource: Resource, answer: KubeObject): KubeObject {
    this.informers.get(pathOf(resource))?.expect(answer)
    return answer
  }
}
