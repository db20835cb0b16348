/** Reads the pods after every event of them and keeps the first instant outside the bounds: what two ends of a story cannot show. */
import type { KubeObject, WatchEvent } from '../../../sandbox/api.ts'
import { isReady } from '../../recorded/availability.ts'
import { NAMESPACE } from './objects.ts'
import type { Stage } from './stage.ts'

export interface PodBounds {
  /** Ready pods, at least. */
  readonly least: number
  /** Pods that are not on their way out, at most. */
  readonly most: number
  /** The same once the Deployment has none of them any more; `most` when absent. */
  readonly mostAlone?: number
}

export class Sampler {
  private readonly stage: Stage
  private readonly pods = new Map<string, KubeObject>()
  private bounds: PodBounds
  private violation: string | undefined
  private isLooking = false
  private end = () => {}

  private constructor(stage: Stage, bounds: PodBounds) {
    this.stage = stage
    this.bounds = bounds
  }

  static async begin(stage: Stage, bounds: PodBounds): Promise<Sampler> {
    const sampler = new Sampler(stage, bounds)
    const path = `/api/v1/namespaces/${NAMESPACE}/pods?watch=true`
    sampler.end = stage.api.watch(
      path,
      event => sampler.see(event),
      () => {},
    )
    await stage.settle()
    sampler.isLooking = true
    return sampler
  }

  /** Other bounds from now on, as when somebody asks for another size. */
  expect(bounds: PodBounds): void {
    this.bounds = bounds
  }

  /** `undefined` when every instant was within the bounds. */
  firstOutside(): string | undefined {
    return this.violation
  }

  forget(): void {
    this.violation = undefined
  }

  stop(): void {
    this.end()
  }

  private see({ type, object }: WatchEvent): void {
    const { uid, name } = object.metadata
    if (type === 'DELETED') this.pods.delete(uid)
    else this.pods.set(uid, object)
    const living = [...this.pods.values()].filter(({ metadata }) => !metadata.deletionTimestamp)
    const ready = living.filter(isReady).length
    const { least } = this.bounds
    const isAlone = !living.some(({ metadata }) => metadata.name.startsWith('legacy-'))
    const most = (isAlone ? this.bounds.mostAlone : undefined) ?? this.bounds.most
    if (!this.isLooking || this.violation || (ready >= least && living.length <= most)) return
    const time = new Date(this.stage.clock.now()).toISOString()
    this.violation = `${time} ${type} ${name}: ${ready} of ${living.length} pods ready, outside ${least} to ${most}`
  }
}
