/** What keeps a Deployment as large as it is: an autoscaler that would fight, or one that would find too little (users row 2, 4-F3, AR#4110). */
import type { AutoscalerView, World } from '../world.ts'

export interface Hold {
  readonly reason: 'AutoscalersUnknown' | 'AutoscalerTargetsWorkload' | 'AutoscalerCannotSeeRollout' | 'RolloutSmaller'
  /** Says what to do about it. */
  readonly message: string
}

interface Sizes {
  readonly world: World
  readonly wasDrained: boolean
  readonly size: number
  readonly wanted: number
}

export function holdOf(sizes: Sizes): { readonly hold?: Hold } {
  const hold = byAutoscaler(sizes.world) ?? bySize(sizes)
  return hold ? { hold } : {}
}

function byAutoscaler({ rollout, autoscalers }: World): Hold | undefined {
  const ours = `rollout "${rollout.metadata.name}"`
  const theirs = `deployment "${rollout.spec.workloadRef?.name}"`
  if (!autoscalers) {
    const message = `it cannot be read which autoscalers scale ${theirs}; allow the controller to list and watch horizontalpodautoscalers`
    return { reason: 'AutoscalersUnknown', message }
  }
  const rival = autoscalers.find(({ target }) => target === 'workload')
  if (rival) {
    const message = `${named(rival)} scales ${theirs}; point its scaleTargetRef at ${ours}`
    return { reason: 'AutoscalerTargetsWorkload', message }
  }
  const blind = autoscalers.find(({ isAble, desiredReplicas }) => !isAble || desiredReplicas === undefined)
  if (!blind) return undefined
  const message = `${named(blind)} cannot scale ${ours} yet; see its condition AbleToScale`
  return { reason: 'AutoscalerCannotSeeRollout', message }
}

/** An autoscaler of the Rollout answers for its size; without one a smaller size would be a fall of capacity that nobody has asked for. */
function bySize({ world: { rollout, autoscalers = [] }, wasDrained, size, wanted }: Sizes): Hold | undefined {
  if (wasDrained || autoscalers.length > 0 || size <= wanted) return undefined
  const name = rollout.spec.workloadRef?.name
  const asked = `rollout "${rollout.metadata.name}" asks for ${wanted} pods, deployment "${name}" for ${size}`
  return { reason: 'RolloutSmaller', message: `${asked}; set spec.replicas of either to what you want` }
}

function named({ name }: AutoscalerView): string {
  return `horizontalpodautoscaler "${name}"`
}
