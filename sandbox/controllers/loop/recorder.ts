/** Kubernetes Events about what a controller did. One that says the same again is counted, not repeated; one that is refused is lost. */
import { formatTime } from '../../../core/kube/time.ts'
import type { Api, KubeObject } from '../../api.ts'
import type { Clock } from '../../clock/clock.ts'
import { kinds, pathOf } from './resource.ts'

export interface Note {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

/** Who writes about a kind, as `kubectl describe` shows it under From. */
const WRITERS: { readonly [kind: string]: string } = {
  ReplicaSet: 'replicaset-controller',
  Deployment: 'deployment-controller',
  Job: 'job-controller',
  HorizontalPodAutoscaler: 'horizontal-pod-autoscaler',
}

export class Recorder {
  private readonly api: Api
  private readonly clock: Clock
  private readonly told = new Map<string, { readonly name: string; count: number }>()

  constructor(api: Api, clock: Clock) {
    this.api = api
    this.clock = clock
  }

  async tell(about: KubeObject, note: Note): Promise<void> {
    const key = [about.metadata.uid, note.reason, note.message].join('\n')
    const known = this.told.get(key)
    try {
      await (known ? this.repeat(about, known) : this.create(about, note, key))
    } catch {
      this.told.delete(key)
    }
  }

  private async create(about: KubeObject, note: Note, key: string): Promise<void> {
    const { namespace, name } = about.metadata
    const stamp = formatTime(this.clock.now())
    const component = WRITERS[about.kind] ?? 'controllermanager'
    const body: KubeObject = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { namespace, generateName: `${name}.` },
      involvedObject: referenceTo(about),
      ...note,
      source: { component },
      reportingComponent: component,
      firstTimestamp: stamp,
      lastTimestamp: stamp,
      count: 1,
    }
    const made = await this.api.request({ method: 'POST', path: pathOf(kinds.events, namespace), body })
    this.told.set(key, { name: made.metadata.name, count: 1 })
  }

  private async repeat({ metadata }: KubeObject, known: { readonly name: string; count: number }): Promise<void> {
    known.count += 1
    await this.api.request({
      method: 'PATCH',
      path: pathOf(kinds.events, metadata.namespace, known.name),
      contentType: 'application/merge-patch+json',
      body: { count: known.count, lastTimestamp: formatTime(this.clock.now()) },
    })
  }
}

const referenceTo = ({ apiVersion, kind, metadata }: KubeObject) => ({
  apiVersion,
  kind,
  namespace: metadata.namespace,
  name: metadata.name,
  uid: metadata.uid,
  resourceVersion: metadata.resourceVersion,
})
