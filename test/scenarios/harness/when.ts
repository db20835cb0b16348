/** What people, other programs and bad luck do. Each settles before it resolves; no time passes. */
import { parseDuration } from '../../../core/kube/duration.ts'
import { formatTime } from '../../../core/kube/time.ts'
import type { Fault } from '../../../sandbox/fault/fault.ts'
import * as actions from './actions.ts'
import { objectsOf } from './manifests.ts'
import type { Objects } from './objects.ts'
import type { Stage } from './stage.ts'
import type { Then } from './then.ts'

export class When {
  private readonly stage: Stage
  private readonly objects: Objects
  private readonly seen: Then

  constructor(stage: Stage, objects: Objects, seen: Then) {
    this.stage = stage
    this.objects = objects
    this.seen = seen
  }

  async apply(yaml: string): Promise<void> {
    for (const object of objectsOf(yaml)) await this.objects.apply(object)
    await this.stage.settle()
  }

  async patch(kind: string, name: string, body: object, how?: { type?: string; subresource?: string }): Promise<void> {
    await this.objects.patch(kind, name, body, how)
    await this.stage.settle()
  }

  /** Gives the first container another image: of the Rollout, or of the workload that it refers to. */
  async image(image: string): Promise<void> {
    const { metadata, spec } = await this.seen.rollout()
    const { kind, name } = spec.workloadRef ?? { kind: 'Rollout', name: metadata.name }
    const body = [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: image }]
    await this.patch(kind, name, body, { type: 'json' })
  }

  async edit(spec: object): Promise<void> {
    await this.patch('Rollout', (await this.seen.rollout()).metadata.name, { spec })
  }

  /** By its scale subresource, as an autoscaler and `kubectl scale` do it. */
  async scale(replicas: number): Promise<void> {
    const { metadata } = await this.seen.rollout()
    await this.patch('Rollout', metadata.name, { spec: { replicas } }, { subresource: 'scale' })
  }

  /** Makes all pods of a revision not ready, or ready again. */
  async ready(revision: number, isReady: boolean): Promise<void> {
    const hash = (await this.seen.set(revision)).metadata.labels['rollouts-pod-template-hash']
    const pods = await this.objects.list('Pod')
    const annotations = { 'sandbox.slipway.dev/ready': isReady ? null : 'false' }
    for (const { metadata } of pods.filter(pod => pod.metadata.labels['rollouts-pod-template-hash'] === hash))
      await this.objects.patch('Pod', metadata.name, { metadata: { annotations } })
    await this.stage.settle()
  }

  async delete(kind: string, name: string, propagationPolicy?: string): Promise<void> {
    await this.objects.delete(kind, name, propagationPolicy)
    await this.stage.settle()
  }

  pause = () => this.act(actions.pause)
  resume = () => this.act(actions.resume)
  abort = () => this.act(actions.abort)
  retry = () => this.act(actions.retry)
  promote = () => this.act(actions.promote)
  promoteFull = () => this.act(actions.promoteFull)
  restart = (later = '0s') =>
    this.act(() => actions.restart(formatTime(this.stage.clock.now() + parseDuration(later)!)))

  async controllerRestarts(): Promise<void> {
    await this.stage.stopController()
    await this.stage.startController()
  }

  /** Without a goodbye: what it was about to write is lost. */
  async controllerIsKilled(): Promise<void> {
    await this.stage.stopController('killed')
  }

  async controllerStarts(): Promise<void> {
    await this.stage.startController()
  }

  /** Hits the controller, unless the fault names another client, from now on until `lasts` is over; `noFaults` ends it. */
  async fault(fault: Fault, lasts?: string): Promise<void> {
    const { clock, cluster } = this.stage
    const id = cluster.faults.add({ userAgent: 'slipway-controller', ...fault })
    if (lasts) clock.at(clock.now() + parseDuration(lasts)!, () => cluster.faults.remove(id))
    await this.stage.settle()
  }

  async noFaults(): Promise<void> {
    this.stage.cluster.faults.remove()
    await this.stage.settle()
  }

  private async act(action: (rollout: Awaited<ReturnType<Then['rollout']>>) => actions.ClientPatch[]): Promise<void> {
    const rollout = await this.seen.rollout()
    for (const { body, subresource } of action(rollout))
      await this.objects.patch('Rollout', rollout.metadata.name, body, subresource ? { subresource } : {})
    await this.stage.settle()
  }
}
