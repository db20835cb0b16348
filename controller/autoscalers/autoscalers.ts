/**
 * Who else sets the size of a workload or of its Rollout (users row 2, 4-F3). Unknown is not the same as nobody: while the watch has not
 * synced, or is forbidden, the answer is undefined.
 */
import type { Rollout } from '../../core/api/types.ts'
import type { AutoscalerView } from '../../core/world.ts'
import { LazyWatch, type WatchOptions } from '../cache/lazy.ts'
import { resources } from '../client/path.ts'
import type { Clock } from '../clock.ts'
import { type Autoscaler, projectAutoscaler, type Target } from './project.ts'

export interface AutoscalersOptions extends WatchOptions {
  /** An autoscaler of this target appeared, changed or went. */
  readonly onChange: (target: Target) => void
  /** What was unknown is known. */
  readonly onSynced: () => void
}

/** How long the first reading is waited for, in milliseconds: what is said without it is taken back a moment later. */
const patience = 5_000

export class Autoscalers {
  private readonly clock: Clock
  private begun: number | undefined
  readonly watch: LazyWatch<Autoscaler, 'target'>

  constructor({ onChange, ...options }: AutoscalersOptions) {
    this.clock = options.clock
    this.watch = new LazyWatch({
      ...options,
      resource: resources.horizontalpodautoscalers,
      indexes: { target: ({ target }: Autoscaler) => (target ? [textOf(target)] : []) },
      project: projectAutoscaler,
    })
    this.watch.store.onChange((_, before, after) => {
      for (const target of [before?.target, after?.target]) if (target) onChange(target)
    })
  }

  /** Until when it is better to wait than to say that nobody knows; `onSynced` tells of an earlier end. */
  awaitedUntil(): number | undefined {
    const { reflector } = this.watch.begin()
    this.begun ??= this.clock.now()
    const end = this.begun + patience
    return reflector.hasSynced || this.clock.now() >= end ? undefined : end
  }

  /** Those of the workload and of the Rollout itself, by name; the first question begins the watch. */
  of({ metadata, spec }: Rollout): readonly AutoscalerView[] | undefined {
    const { reflector, store } = this.watch.begin()
    if (!reflector.hasSynced) return undefined
    const { namespace, name } = metadata
    const views = (target: AutoscalerView['target'], of: Target) =>
      store.by('target', textOf(of)).map(autoscaler => ({ ...autoscaler, target }))
    return [
      ...views('workload', { resource: 'deployments', key: `${namespace}/${spec.workloadRef?.name}` }),
      ...views('rollout', { resource: 'rollouts', key: `${namespace}/${name}` }),
    ].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  }
}

function textOf({ resource, key }: Target): string {
  return `${resource}/${key}`
}
