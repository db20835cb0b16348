/** Plays one script on a host and writes down what a controller did, as upstream's recordings were made. */
import { formatTime } from '../../core/kube/time.ts'
import { ApiError, type KubeObject } from '../../sandbox/api.ts'
import { ACTIONS } from './actions.ts'
import { History, pathOf } from './history.ts'
import type { Host } from './host.ts'
import { createNamespace, deleteNamespace } from './namespace.ts'
import { normalize } from './normalize.ts'
import { Patience } from './patience.ts'
import type { Recording, TakenRecord } from './recording.ts'
import { type Patch, partsOf, type Script, type Step, type Value } from './script.ts'
import { segment } from './timeline.ts'

const HASH = 'rollouts-pod-template-hash'
const RECORDED_KINDS = ['Rollout', 'ReplicaSet', 'Service', 'AnalysisRun', 'Experiment', 'Deployment', 'Job', 'Pod']

export class Player {
  private readonly host: Host
  private readonly script: Script
  private readonly history: History
  private readonly patience: Patience
  private readonly records: TakenRecord[] = []
  /** The newest version that the record before has told. */
  private told = 0

  private constructor(host: Host, script: Script, history: History) {
    this.host = host
    this.script = script
    this.history = history
    this.patience = new Patience(host, history, script.name)
  }

  static async open(host: Host, script: Script): Promise<Player> {
    return new Player(host, script, await History.open(host.api, script.name, () => host.now()))
  }

  async play(): Promise<Recording> {
    const { name, steps } = this.script
    await createNamespace(this.host, name)
    try {
      await this.go(steps)
    } finally {
      this.close()
      await deleteNamespace(this.host, name)
    }
    return { scenario: name, records: this.records }
  }

  /** Takes the steps in a namespace that is there already. */
  async go(steps: readonly Step[]): Promise<void> {
    for (const [number, step] of steps.entries()) await this.takeStep(step, number)
  }

  close(): void {
    this.history.stop()
  }

  private async takeStep(step: Step, number: number): Promise<void> {
    try {
      await this.take(step)
    } catch (error) {
      const told = JSON.stringify(step).slice(0, 120)
      throw new Error(`${this.script.name}: step ${number} ${told}: ${(error as Error).message}`, { cause: error })
    }
  }

  private async take(step: Step): Promise<void> {
    if (step.apply) return this.apply(step.apply)
    if (step.patch) return this.patch(step.patch)
    if (step.edit) return this.edit(step.edit)
    if (step.delete) return this.delete(step.delete)
    if (step.scale !== undefined) return this.patch({ subresource: 'scale', body: { spec: { replicas: step.scale } } })
    if (step.pod) return this.movePods(step.pod)
    if (step.action === 'undo' || step.undo) return this.undo(step.undo?.to)
    if (step.action) return this.act(step.action)
    if (step.wait) return this.patience.wait({ kind: 'Rollout', name: this.script.rollout, ...step.wait })
    if (step.settle) return this.patience.settle(step.settle === true ? undefined : step.settle * 1000)
    if (step.sleep !== undefined) return this.patience.pass(step.sleep * 1000)
    return this.record(step.record!)
  }

  // Steps that change something.

  private async apply(what: NonNullable<Step['apply']>): Promise<void> {
    const { objects } = this.script
    const chosen = what === 'all' ? objects : what.map(item => (typeof item === 'string' ? this.known(item) : item))
    // What a Rollout refers to comes first, and is seen by the controller before the Rollout is.
    const items = chosen.toSorted((a, b) => Number(a.kind === 'Rollout') - Number(b.kind === 'Rollout'))
    for (const [index, item] of items.entries()) {
      if (item.kind === 'Rollout' && index > 0) await this.patience.pass(400)
      const path = `${this.path(item.kind, item.metadata.name)}?fieldManager=golden&force=true`
      await this.write({ method: 'PATCH', path, contentType: 'application/apply-patch+yaml', body: item })
    }
  }

  private known(name: string): KubeObject {
    return this.script.objects.find(({ kind, metadata }) => `${kind}/${metadata.name}` === name)!
  }

  private async patch({ kind = 'Rollout', name, type = 'merge', subresource, body, fails }: Patch): Promise<void> {
    const path = this.path(kind, name ?? this.script.rollout, subresource)
    try {
      await this.write({ method: 'PATCH', path, contentType: `application/${type}-patch+json`, body })
    } catch (error) {
      if (!(fails && error instanceof ApiError && error.message.includes(fails))) throw error
    }
  }

  private edit({ of = `Rollout/${this.script.rollout}`, ...changes }: { [path: string]: Value }): Promise<void> {
    const [kind, name] = of.split('/')
    const pointer = (path: string) => partsOf(path).map(part => `/${part.replace(/~/g, '~0').replace(/\//g, '~1')}`)
    const body = Object.entries(changes).map(([path, value]) => ({ op: 'add', path: pointer(path).join(''), value }))
    return this.patch({ kind, name, type: 'json', body })
  }

  private async delete(target: string): Promise<void> {
    const [kind, name] = target.split('/')
    const path = this.path(kind!, name)
    await this.write({ method: 'DELETE', path, body: { propagationPolicy: 'Background' } })
  }

  /** Flips the readiness of so many running pods, by name. */
  private async movePods({ of, ready, count = 1 }: NonNullable<Step['pod']>): Promise<void> {
    const { status } = await this.live()
    const hash = of === 'canary' ? status.currentPodHash : status.stableRS
    const fits = ({ metadata, status }: KubeObject) =>
      metadata.labels?.[HASH] === hash && status.phase === 'Running' && isReady(status) !== ready
    const pods = this.history
      .of('Pod')
      .filter(fits)
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    for (const pod of pods.slice(0, count)) await this.host.lockstep.setReady(pod, ready)
    this.history.touch()
    await this.host.settle()
  }

  private async act(verb: string): Promise<void> {
    const patches = ACTIONS[verb]!(await this.live(), formatTime(this.host.now()))
    for (const patch of patches) await this.patch(patch)
  }

  /** As the kubectl plugin does it: the template of a revision, else of the one before the newest. */
  private async undo(to?: number): Promise<void> {
    const { spec, metadata } = await this.live()
    const revision = (set: KubeObject) => Number(set.metadata.annotations['rollout.argoproj.io/revision'])
    const sets = (await this.list('ReplicaSet'))
      .filter(set => set.metadata.ownerReferences?.some(({ uid }: { uid: string }) => uid === metadata.uid))
      .sort((a, b) => revision(a) - revision(b))
    const value = structuredClone((to ? sets.find(set => revision(set) === to) : sets.at(-2))!.spec.template)
    delete value.metadata.labels[HASH]
    const { kind, name } = spec.workloadRef ?? {}
    await this.patch({ kind, name, type: 'json', body: [{ op: 'replace', path: '/spec/template', value }] })
  }

  // Records.

  private async record(name: string): Promise<void> {
    const objects: { [kind: string]: KubeObject[] } = {}
    for (const kind of RECORDED_KINDS) objects[kind] = await this.list(kind)
    const changes = this.history.ordered()
    const moving = segment(changes, this.told, this.script.rollout)
    this.told = changes.at(-1)?.version ?? this.told
    this.records.push(normalize({ record: name, ...moving, objects }, changes, this.host.now()))
  }

  // The API.

  private path(kind: string, name?: string, subresource?: string): string {
    return pathOf(kind, this.script.name, name, subresource)
  }

  private live(): Promise<KubeObject> {
    return this.host.api.request({ method: 'GET', path: this.path('Rollout', this.script.rollout) })
  }

  private async list(kind: string): Promise<KubeObject[]> {
    const { items } = await this.host.api.request({ method: 'GET', path: this.path(kind) })
    return items.map((item: KubeObject) => ({ ...item, kind }))
  }

  /** Goes on only when the watch has shown the write, so that no later step judges by an older state. */
  private async write(request: Parameters<Host['api']['request']>[0]): Promise<void> {
    const { kind, metadata } = await this.host.api.request(request)
    this.history.touch()
    const isSeen = () =>
      Number(this.history.get(kind, metadata.name)?.metadata.resourceVersion) >= Number(metadata.resourceVersion)
    if (request.method === 'PATCH' && kind !== 'Scale') await this.patience.until(isSeen, 10_000)
  }
}

const isReady = (status: Value) =>
  status.conditions?.some((c: Value) => c.type === 'Ready' && c.status === 'True') ?? false
