/**
 * One sync operation. It goes on in steps (phases and waves): a step is applied, waits two seconds, and is through once everything in it was
 * Healthy at one look each; only then the next begins. A single step without hooks is over as soon as it is applied, whatever becomes of the
 * objects. What was Healthy once is not looked at again: a health that is read too early lets the next step pass (users 4-L1).
 */
import type { KubeObject } from '../../api.ts'
import type { Health } from '../health/state.ts'
import type { Identity } from '../identity.ts'
import { hasDeletePolicy, type Phase } from './hook.ts'
import type { Outcome } from './sync.ts'
import { isSameStep, type Task } from './tasks.ts'

export type OperationPhase = 'Running' | 'Succeeded' | 'Failed'

export interface ResourceResult extends Identity, Outcome {
  readonly version: string
  readonly phase: Phase
  readonly isHook: boolean
  readonly state: OperationPhase
}

/** What an operation is about, from its begin to its end: a commit that comes meanwhile is for the next one. */
export interface Begun {
  readonly revision: string
  readonly desired: readonly KubeObject[]
  readonly isAutomated: boolean
  /** Attempts at self-heal since the revision was first synced; this one included. */
  readonly selfHealAttempts: number
  readonly isPruning: boolean
  /** Undefined: everything. A part of the application is synced without its hooks. */
  readonly only?: ReadonlySet<string>
}

/** What an operation needs of the world. */
export interface Hands {
  healthOf(live: KubeObject): Health | undefined
  /** Applies or prunes. */
  carryOut(task: Task): Promise<Outcome>
  remove(live: KubeObject): Promise<void>
  now(): number
}

/** ARGOCD_SYNC_WAVE_DELAY's default: time for other controllers to react before health is read. */
export const WAVE_DELAY = 2000

export class Operation {
  phase: OperationPhase = 'Running'
  message = ''
  readonly begun: Begun
  /** Milliseconds. */
  readonly startedAt: number
  finishedAt: number | undefined
  /** No look is taken before. */
  heldUntil = 0
  private readonly results = new Map<string, ResourceResult>()
  private readonly hands: Hands

  constructor(begun: Begun, hands: Hands) {
    this.begun = begun
    this.hands = hands
    this.startedAt = hands.now()
  }

  get resources(): ResourceResult[] {
    return [...this.results.values()]
  }

  /** Takes one look and does what has become possible. */
  async advance(tasks: readonly Task[], isOutOfSyncOnly: boolean): Promise<void> {
    if (this.hands.now() < this.heldUntil) return
    this.judge(tasks)
    const hasSteps = tasks.some(task => !isSameStep(task, tasks[0]!))
    const running = tasks.filter(task => (hasSteps || task.isHook) && this.stateOf(task) === 'Running')
    if (running.length > 0) return this.wait(running, 'healthy state of')
    const leaving = tasks.filter(({ key, live }) => this.hasPruned(key) && live?.metadata.deletionTimestamp)
    if (leaving.length > 0) return this.wait(leaving, 'deletion of')
    if (tasks.some(task => this.stateOf(task) === 'Failed'))
      return this.finish(tasks, 'Failed', 'one or more synchronization tasks completed unsuccessfully')
    const isDue = (task: Task) => !this.results.has(task.key) && !(isOutOfSyncOnly && isUntouched(task))
    await this.begin(tasks, tasks.filter(isDue))
  }

  private async begin(tasks: readonly Task[], pending: readonly Task[]): Promise<void> {
    const [first] = pending
    if (!first) return this.finish(tasks, 'Succeeded', 'successfully synced (no more tasks)')
    const step = pending.filter(task => isSameStep(task, first))
    const isLast = step.length === pending.length
    const replaced = step.filter(isReplacedHook)
    for (const { live } of replaced) if (!live!.metadata.deletionTimestamp) await this.hands.remove(live!)
    if (replaced.length > 0) return this.wait(replaced, 'deletion of')
    // Prunes first, then the rest in its order.
    for (const task of step.toSorted((a, b) => Number(Boolean(a.desired)) - Number(Boolean(b.desired))))
      this.note(task, await this.hands.carryOut(task))
    const failed = step.flatMap(({ key }) => this.results.get(key)!).filter(({ status }) => status === 'SyncFailed')
    const reasons = failed.map(({ message }) => message).join(',')
    if (failed.length > 0)
      return this.finish(tasks, 'Failed', `one or more objects failed to apply, reason: ${reasons}`)
    if (isLast && !step.some(({ isHook }) => isHook))
      return this.finish(tasks, 'Succeeded', 'successfully synced (all tasks run)')
    if (!isLast) this.heldUntil = this.hands.now() + WAVE_DELAY
    this.wait(step, 'healthy state of')
  }

  /** Reads the health of what was applied and is not through. */
  private judge(tasks: readonly Task[]): void {
    for (const task of tasks) {
      const result = this.results.get(task.key)
      if (result?.state !== 'Running' || !task.live) continue
      const health = this.hands.healthOf(task.live)
      const state = stateAt(health, task.isHook)
      if (state) this.results.set(task.key, { ...result, state, message: health?.message ?? result.message })
    }
  }

  private note({ key, identity, version, phase, isHook }: Task, outcome: Outcome): void {
    const state = ({ Synced: 'Running', SyncFailed: 'Failed' } as const)[outcome.status as 'Synced'] ?? 'Succeeded'
    this.results.set(key, { ...identity, version, phase, isHook, ...outcome, state })
  }

  private wait(tasks: readonly Task[], reason: string): void {
    const hooks = tasks.filter(({ isHook }) => isHook)
    const { group, kind, name } = (hooks[0] ?? tasks[0]!).identity
    const what = hooks.length === 0 ? reason : reason === 'deletion of' ? `${reason} hook` : 'completion of hook'
    const type = hooks.length === tasks.length ? 'hooks' : 'resources'
    const more = tasks.length > 1 ? ` and ${tasks.length - 1} more ${type}` : ''
    this.message = `waiting for ${what} ${group}/${kind}/${name}${more}`
  }

  private async finish(tasks: readonly Task[], phase: 'Succeeded' | 'Failed', message: string): Promise<void> {
    const policy = phase === 'Failed' ? 'HookFailed' : 'HookSucceeded'
    for (const task of tasks)
      if (task.isHook && task.live && hasDeletePolicy(task.desired!, policy)) await this.hands.remove(task.live)
    Object.assign(this, { phase, message, finishedAt: this.hands.now() })
  }

  private stateOf = ({ key }: Task): OperationPhase | undefined => this.results.get(key)?.state
  private hasPruned = (key: string): boolean => this.results.get(key)?.status === 'Pruned'
}

const isUntouched = ({ isHook, isSynced, desired, live }: Task): boolean =>
  !isHook && isSynced && desired !== undefined && live !== undefined

const isReplacedHook = ({ isHook, desired, live }: Task): boolean =>
  isHook && live !== undefined && hasDeletePolicy(desired!, 'BeforeHookCreation')

/** Undefined: still running. Suspended is waited for as Progressing is; a hook fails on Unknown as well. */
function stateAt(health: Health | undefined, isHook: boolean): OperationPhase | undefined {
  if (!health || health.status === 'Healthy') return 'Succeeded'
  if (health.status === 'Degraded' || (isHook && health.status === 'Unknown')) return 'Failed'
  return undefined
}
