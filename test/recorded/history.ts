/** What the watches saw of one namespace: the objects now, and every change in the order of resourceVersions. */
import type { Api, KubeObject, WatchEvent } from '../../sandbox/api.ts'

export const RESOURCES: { readonly [kind: string]: string } = {
  Pod: '/api/v1/pods',
  Service: '/api/v1/services',
  Event: '/api/v1/events',
  ReplicaSet: '/apis/apps/v1/replicasets',
  Deployment: '/apis/apps/v1/deployments',
  Job: '/apis/batch/v1/jobs',
  Rollout: '/apis/argoproj.io/v1alpha1/rollouts',
  AnalysisRun: '/apis/argoproj.io/v1alpha1/analysisruns',
  Experiment: '/apis/argoproj.io/v1alpha1/experiments',
}

export interface Change {
  readonly version: number
  readonly type: WatchEvent['type']
  readonly object: KubeObject
}

/** The collection of a kind in a namespace, or one object of it. */
export function pathOf(kind: string, namespace: string, name?: string, subresource?: string): string {
  const [, group, plural] = /^(.*)\/([^/]+)$/.exec(RESOURCES[kind]!)!
  return [`${group}/namespaces/${namespace}/${plural}`, name, subresource].filter(Boolean).join('/')
}

export class History {
  private readonly changes: Change[] = []
  private readonly objects = new Map<string, KubeObject>()
  private readonly stops: (() => void)[] = []
  private readonly api: Api
  private readonly now: () => number
  /** When something was last seen or done. */
  lastChange: number

  constructor(api: Api, namespace: string, now: () => number) {
    this.api = api
    this.now = now
    this.lastChange = now()
    for (const kind of Object.keys(RESOURCES)) this.follow(kind, pathOf(kind, namespace))
  }

  touch(): void {
    this.lastChange = this.now()
  }

  get(kind: string, name: string): KubeObject | undefined {
    return this.objects.get(`${kind}/${name}`)
  }

  of(kind: string): KubeObject[] {
    return [...this.objects.values()].filter(object => object.kind === kind)
  }

  /** How many changes were seen so far: a mark for `since`. */
  get length(): number {
    return this.changes.length
  }

  since(mark: number): readonly Change[] {
    return this.changes.slice(mark)
  }

  ordered(): Change[] {
    return this.changes.toSorted((a, b) => a.version - b.version)
  }

  stop(): void {
    for (const stop of this.stops) stop()
  }

  private follow(kind: string, path: string, version = ''): void {
    let last = version
    const query = `watch=true&allowWatchBookmarks=true${last && `&resourceVersion=${last}`}`
    const index = this.stops.length
    const stop = this.api.watch(
      `${path}?${query}`,
      event => {
        last = event.object.metadata?.resourceVersion ?? last
        if (event.type !== 'BOOKMARK' && event.type !== 'ERROR') this.see(event, kind)
      },
      () => this.follow(kind, path, last),
    )
    this.stops[index] = stop
  }

  private see({ type, object }: WatchEvent, kind: string): void {
    const key = `${kind}/${object.metadata.name}`
    if (type === 'DELETED') this.objects.delete(key)
    else this.objects.set(key, object)
    this.changes.push({ version: Number(object.metadata.resourceVersion), type, object })
    this.touch()
  }
}
