/** What is seen: each of these fails with the difference between what was said and what the API server holds. */
import { expect } from 'vitest'
import { parseDuration } from '../../../core/kube/duration.ts'
import type { KubeObject } from '../../../sandbox/api.ts'
import { controllerOf, isDeleting } from '../../../sandbox/controllers/owner.ts'
import { conditionOf } from '../../../sandbox/controllers/pod.ts'
import type { Luck } from './luck.ts'
import type { Objects } from './objects.ts'
import type { Stage } from './stage.ts'

const HASH = 'rollouts-pod-template-hash'
const REVISION = 'rollout.argoproj.io/revision'
const PATIENCE = '2h'

export class Then {
  private readonly stage: Stage
  private readonly objects: Objects
  private readonly luck: Luck
  private name = ''

  constructor(stage: Stage, objects: Objects, luck: Luck) {
    this.stage = stage
    this.objects = objects
    this.luck = luck
  }

  /** Names the Rollout that everything else is about. */
  about(name: string): void {
    this.name = name
  }

  rollout(): Promise<KubeObject> {
    return this.objects.get('Rollout', this.name)
  }

  async phase(phase: string, message?: string | RegExp): Promise<void> {
    const { status } = await this.rollout()
    expect(`${status?.phase}`, `phase of ${this.name} (${status?.message ?? 'no message'})`).toBe(phase)
    if (message !== undefined) await this.message(message)
  }

  async message(message: string | RegExp): Promise<void> {
    const { status } = await this.rollout()
    expect(status?.message ?? '', `message of ${this.name}`).toEqual(
      message instanceof RegExp ? expect.stringMatching(message) : message,
    )
  }

  /** Lets time pass until the Rollout is in this phase, at most `within`, and with bad luck as long as it may take; then says how long it took, in seconds. */
  async becomes(phase: string, within = '10m'): Promise<number> {
    const begin = this.stage.clock.now()
    const end = begin + parseDuration(this.luck.isGood ? within : PATIENCE)!
    for (;;) {
      const rollout = await this.rollout()
      if (isObserved(rollout) && rollout.status.phase === phase) return (this.stage.clock.now() - begin) / 1000
      const next = this.stage.clock.next()
      if (next === undefined || next > end) break
      await this.stage.clock.advanceTo(next, () => this.stage.settle())
    }
    await this.phase(phase)
    return Number.NaN
  }

  /** The index of the step that the Rollout is at. */
  async step(index: number): Promise<void> {
    expect((await this.rollout()).status?.currentStepIndex, `step of ${this.name}`).toBe(index)
  }

  /** The ReplicaSet that is this revision now. */
  async set(revision: number): Promise<KubeObject> {
    const sets = await this.objects.list('ReplicaSet')
    const set = sets.find(({ metadata }) => metadata.annotations?.[REVISION] === String(revision))
    if (!set) throw new Error(`${this.name} has no ReplicaSet of revision ${revision}`)
    return set
  }

  /** Nothing is written to the Rollout, its ReplicaSets, Services and Deployments while this long passes. */
  async quiet(duration: string): Promise<void> {
    const before = await this.versions()
    await this.stage.advance(duration)
    expect(await this.versions(), `versions of ${this.name} and what belongs to it, ${duration} later`).toEqual(before)
  }

  private async versions(): Promise<string[]> {
    const kinds = ['Rollout', 'ReplicaSet', 'Service', 'Deployment']
    const objects = (await Promise.all(kinds.map(kind => this.objects.list(kind)))).flat()
    return objects.map(({ kind, metadata }) => `${kind}/${metadata.name} ${metadata.resourceVersion}`)
  }

  /** Pods by revision that are not on their way out; revisions without pods are left out. */
  async pods(byRevision: { readonly [revision: number]: number }): Promise<void> {
    const sets = await this.objects.list('ReplicaSet')
    const counts: { [revision: string]: number } = {}
    for (const pod of await this.objects.list('Pod')) {
      const set = sets.find(({ metadata }) => metadata.uid === controllerOf(pod)?.uid)
      const revision = set?.metadata.annotations?.[REVISION]
      if (revision && !isDeleting(pod)) counts[revision] = (counts[revision] ?? 0) + 1
    }
    expect(counts, `pods of ${this.name} by revision`).toEqual(byRevision)
  }

  /** The revision that a Service's selector points at. */
  async service(name: string, revision: number): Promise<void> {
    const hash = (await this.objects.get('Service', name)).spec.selector?.[HASH]
    const sets = await this.objects.list('ReplicaSet')
    const set = sets.find(({ metadata }) => metadata.labels?.[HASH] === hash)
    expect(set?.metadata.annotations?.[REVISION], `revision behind Service ${name} (${HASH}: ${hash})`).toBe(
      String(revision),
    )
  }

  async condition(
    type: string,
    fields: { readonly status?: string; readonly reason?: string; readonly message?: string },
  ): Promise<void> {
    expect(conditionOf(await this.rollout(), type), `condition ${type} of ${this.name}`).toMatchObject(fields)
  }

  /** That these are the Rollout's Events, in their order, when only these reasons are looked at. Bad luck may lose one, or tell it twice. */
  async events(...reasons: string[]): Promise<void> {
    if (!this.luck.isGood) return
    const told = await this.told()
    expect(
      told.filter(reason => reasons.includes(reason)),
      `events of ${this.name}: ${told.join(', ')}`,
    ).toEqual(reasons)
  }

  /** Reasons of the Rollout's Events, in their order, repeats left out. */
  async told(): Promise<string[]> {
    const all = await this.objects.list('Event')
    return all
      .filter(({ involvedObject }) => involvedObject?.kind === 'Rollout' && involvedObject.name === this.name)
      .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
      .map(({ reason }) => reason)
  }

  async status(fields: object): Promise<void> {
    expect((await this.rollout()).status, `status of ${this.name}`).toMatchObject(fields)
  }

  async replicas(kind: string, name: string, replicas: number): Promise<void> {
    expect((await this.objects.get(kind, name)).spec.replicas, `replicas of ${kind} ${name}`).toBe(replicas)
  }

  async gone(kind: string, name: string): Promise<void> {
    expect(await this.objects.exists(kind, name), `${kind} ${name} exists`).toBe(false)
  }
}

const isObserved = ({ metadata, status }: KubeObject): boolean =>
  String(status?.observedGeneration) === String(metadata.generation)
