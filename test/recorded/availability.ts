import type { KubeObject } from '../../sandbox/api.ts'
import type { Bounds } from './recording.ts'
import type { Value } from './script.ts'

/** Fewest ready pods, most pods, and fewest ready pods behind each Service that has ever had one. */
export class Availability {
  private least: number | undefined
  private most = 0
  private readonly behind = new Map<string, number>()

  see(now: ReadonlyMap<string, KubeObject>): void {
    const objects = [...now.values()]
    const pods = objects.filter(isServing)
    const ready = pods.filter(isReady)
    this.least = Math.min(this.least ?? Number.POSITIVE_INFINITY, ready.length)
    this.most = Math.max(this.most, pods.length)
    for (const { metadata, spec } of objects.filter(({ kind }) => kind === 'Service')) {
      const wanted = Object.entries(spec.selector ?? {})
      const count = ready.filter(pod => wanted.every(([key, value]) => pod.metadata.labels?.[key] === value)).length
      const before = this.behind.get(metadata.name)
      if (before !== undefined || count > 0) this.behind.set(metadata.name, Math.min(before ?? count, count))
    }
  }

  /** When nothing was seen since the last reset. */
  seeOnce(now: ReadonlyMap<string, KubeObject>): void {
    if (this.least === undefined) this.see(now)
  }

  /** Forgets minima and maxima, but not which Services have had an endpoint. */
  reset(): void {
    this.least = undefined
    this.most = 0
    for (const name of this.behind.keys()) this.behind.set(name, Number.POSITIVE_INFINITY)
  }

  bounds(): Bounds {
    const behind = [...this.behind].filter(([, count]) => Number.isFinite(count)).sort()
    return { leastReady: this.least ?? 0, mostPods: this.most, leastBehindService: Object.fromEntries(behind) }
  }
}

const isServing = ({ kind, metadata }: KubeObject) =>
  kind === 'Pod' &&
  !metadata.deletionTimestamp &&
  !metadata.ownerReferences?.some((owner: Value) => owner.kind === 'Job')

export const isReady = ({ status }: KubeObject): boolean =>
  status?.conditions?.some((c: Value) => c.type === 'Ready' && c.status === 'True') ?? false
