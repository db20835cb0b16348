/**
 * One application: follows a folder of Git, looks at the cluster when something changes, and syncs by itself where its policy says so. State is
 * kept in memory only: all that matters is in Git and in the cluster.
 */
import type { KubeObject } from '../../api.ts'
import type { Source } from '../../git/source.ts'
import type { Cluster } from '../cluster.ts'
import type { Customizations } from '../customizations.ts'
import { healthOf } from '../health/health.ts'
import { identityText } from '../identity.ts'
import { decideSync } from './autosync.ts'
import { compareWithGit, gatherUntracked, type Managed, type Policy } from './compare.ts'
import { checkDefinition, type Definition } from './definition.ts'
import { Desired } from './desired.ts'
import { isHook } from './hook.ts'
import { readIgnoreRules } from './ignore.ts'
import { type Begun, Operation } from './operation.ts'
import { readOptions } from './options.ts'
import { applyObject, attempt, pruneObject } from './sync.ts'
import { gatherTasks, type Task } from './tasks.ts'

/** Between a change in the cluster and the look at it: a live change was reverted 1.1 s after it and later (argocd-seen 4). */
const REACTION = 1000
const KEPT_IN_HISTORY = 10

export interface Surroundings {
  readonly cluster: Cluster
  readonly source: Source
  readonly customizations: Customizations
  readonly log: (line: string) => void
}

export class Application {
  readonly definition: Definition
  readonly createdAt: number
  readonly source: Source
  /** Why it does not sync itself although it differs. */
  refusal: string | undefined
  reconciledAt: number | undefined
  operation: Operation | undefined
  readonly history: Operation[] = []
  private readonly around: Surroundings
  private readonly policy: Policy
  private readonly desired: Desired
  private work: Promise<void> = Promise.resolve()
  private underWay = 0
  private next: { readonly at: number; readonly cancel: () => void } | undefined
  private readonly stopListening: () => void

  /** Throws an error that names what of the definition the stand-in does not play. */
  constructor(definition: Definition, around: Surroundings) {
    checkDefinition(definition)
    this.definition = definition
    this.around = around
    this.source = around.source
    this.desired = new Desired(definition, around.source, around.cluster)
    const options = readOptions(definition.spec.syncPolicy?.syncOptions ?? [])
    const rules = readIgnoreRules(definition.spec.ignoreDifferences ?? [], options.respectIgnoreDifferences)
    this.policy = { options, rules }
    this.createdAt = this.now
    this.stopListening = around.cluster.onChange(() => this.lookAt(this.now + REACTION))
  }

  get name(): string {
    return this.definition.name
  }

  get revision(): string | undefined {
    return this.desired.revision
  }

  get problem(): string | undefined {
    return this.desired.problem
  }

  get isSyncing(): boolean {
    return this.operation?.phase === 'Running'
  }

  /** What it wants and has; of an operation: what that one wants. */
  managed(desired: readonly KubeObject[] = this.desired.objects): Managed[] {
    const { source, destination } = this.definition.spec
    if (!source) return gatherUntracked(destination.namespace, this.around.cluster)
    return compareWithGit(this.name, desired, this.policy, this.around.cluster)
  }

  /** Looks at Git and the cluster, and syncs when the policy says so. Calls queue up. */
  refresh(): Promise<void> {
    return this.enqueue(async () => {
      await this.readGit()
      await this.look()
    })
  }

  /** Begins an operation by hand; nothing happens while another one runs. */
  sync(prune: boolean): Promise<void> {
    return this.enqueue(async () => {
      await this.readGit()
      if (!this.definition.spec.source || this.isSyncing) return
      this.begin({ isAutomated: false, isPruning: prune, selfHealAttempts: 0 })
      await this.look()
    })
  }

  /** Nothing to do before the cluster changes, Git does, or the clock moves. */
  isIdle(): boolean {
    return this.underWay === 0
  }

  stop(): void {
    this.stopListening()
    this.next?.cancel()
  }

  private get now(): number {
    return this.around.cluster.clock.now()
  }

  private enqueue(step: () => Promise<void>): Promise<void> {
    this.underWay++
    const run = this.work.then(step).finally(() => this.underWay--)
    this.work = run.catch(() => {})
    return run
  }

  /** Keeps the earliest of the instants that were asked for. */
  private lookAt(at: number): void {
    if (!this.definition.spec.source || (this.next && this.next.at <= at)) return
    this.next?.cancel()
    const cancel = this.around.cluster.clock.at(at, () => {
      this.next = undefined
      this.enqueue(() => this.look()).catch(error => this.around.log(`argocd: ${this.name}: ${error.message}`))
    })
    this.next = { at, cancel }
  }

  private async look(): Promise<void> {
    if (this.isSyncing) await this.goOn()
    if (this.isSyncing || this.problem !== undefined || this.revision === undefined) return
    const { automated } = this.definition.spec.syncPolicy ?? {}
    const { revision, operation, now } = this
    const due = decideSync({ automated, managed: this.managed(), revision, operation, now })
    this.refusal = due?.kind === 'refused' ? due.reason : undefined
    if (due?.kind === 'later') this.lookAt(due.at)
    if (due?.kind !== 'sync') return
    const only = due.only && new Set(due.only.map(({ identity }) => identityText(identity)))
    const isPruning = automated?.prune ?? false
    this.begin({ isAutomated: true, isPruning, selfHealAttempts: due.selfHealAttempts, ...(only && { only }) })
    await this.look()
  }

  private begin(how: Omit<Begun, 'revision' | 'desired'>): void {
    const { cluster, customizations } = this.around
    const hands = {
      now: () => this.now,
      healthOf: (live: KubeObject) => healthOf(live, customizations, this.now),
      carryOut: (task: Task) => this.carryOut(task),
      remove: (live: KubeObject) => cluster.remove(live, this.policy.options.propagation),
    }
    this.operation = new Operation({ ...how, revision: this.revision ?? '', desired: this.desired.objects }, hands)
  }

  private async goOn(): Promise<void> {
    const operation = this.operation!
    const { cluster } = this.around
    const { message } = operation
    await cluster.discover()
    await operation.advance(this.tasks(operation), this.policy.options.applyOutOfSyncOnly)
    await cluster.fresh()
    if (operation.message !== message) cluster.changed()
    if (operation.heldUntil > this.now) this.lookAt(operation.heldUntil)
    if (operation.phase === 'Succeeded')
      this.history.splice(0, Math.max(0, this.history.push(operation) - KEPT_IN_HISTORY))
  }

  private tasks({ begun: { only, desired } }: Operation): Task[] {
    const managed = this.managed(desired).filter(({ identity }) => !only || only.has(identityText(identity)))
    const hooks = only ? [] : desired.filter(isHook)
    return gatherTasks(managed, hooks, this.policy.options, this.around.cluster)
  }

  private carryOut({ desired, live }: Task) {
    const { cluster } = this.around
    const { isPruning } = this.operation!.begun
    return attempt(() =>
      desired ? applyObject(desired, this.policy, cluster) : pruneObject(live!, isPruning, this.policy, cluster),
    )
  }

  private async readGit(): Promise<void> {
    this.reconciledAt = this.now
    await this.desired.read()
  }
}
