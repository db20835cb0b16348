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
  private readonly stops = new Map<string, () => void>()
  private readonly api: Api
  private readonly now: () => number
  /** When something was last seen or done. */
  lastChange: number

  private constructor(api: Api, now: () => number) {
    this.api = api
    this.now = now
    this.lastChange = now()
  }

  /** What is there counts as added. Resolves when no later change can be missed. */
  static async open(api: Api, namespace: string, now: () => number): Promise<History> {
    const history = new History(api, now)
    await Promise.all(Object.keys(RESOURCES).map(kind => history.begin(kind, pathOf(kind, namespace))))
    return history
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
    for (const stop of this.stops.values()) stop()
    this.stops.clear()
  }

  private async begin(kind: string, path: string): Promise<void> {
    const { items, metadata } = await this.api.request({ method: 'GET', path })
    for (const item of items) this.see({ type: 'ADDED', object: { ...item, kind } }, kind)
    this.follow(kind, path, metadata.resourceVersion)
  }

  /** From a version on, and again from where the server ended it. */
  private follow(kind: string, path: string, version: string): void {
    let last = version
    const stop = this.api.watch(
      `${path}?watch=true&allowWatchBookmarks=true&resourceVersion=${version}`,
      event => {
        last = event.object.metadata?.resourceVersion ?? last
        if (event.type !== 'BOOKMARK' && event.type !== 'ERROR') this.see(event, kind)
      },
      () => this.stops.get(kind) === stop && this.follow(kind, path, last),
    )
    this.stops.set(kind, stop)
  }

  private see({ type, object }: WatchEvent, kind: string): void {
    const key = `${kind}/${object.metadata.name}`
    if (type === 'DELETED') this.objects.delete(key)
    else this.objects.set(key, object)
    this.changes.push({ version: Number(object.metadata.resourceVersion), type, object })
    this.touch()
  }
}
