/** The worked example of manifests/examples/migration: the five commands of its README, as they stand there, beside a witness of every pod. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { KubeObject } from '../../sandbox/api.ts'
import { HttpApi } from '../../sandbox/http-api.ts'
import { startControlPlane } from '../cluster/controlplane.ts'
import { REAL_CLUSTER, realTarget } from '../cluster/target.ts'
import { Availability } from '../recorded/availability.ts'
import { Slipway } from './slipway.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'manifests/examples/migration')
const read = (file: string) => readFileSync(join(folder, file), 'utf8')

const commands = [...read('README.md').matchAll(/^```sh\n([\s\S]*?)```$/gm)].flatMap(([, block]) =>
  block!.trim().split('\n'),
)

/** Four pods, one more and one less: what the Deployment’s strategy says. On the way back its autoscaler may hurry. */
const [least, most] = [3, 5]
const soon = { timeout: 60_000, interval: 200 }
const path = {
  deployment: '/apis/apps/v1/namespaces/default/deployments/checkout',
  autoscaler: '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/checkout',
  rollout: '/apis/argoproj.io/v1alpha1/namespaces/default/rollouts/checkout',
  pods: '/api/v1/namespaces/default/pods?labelSelector=app%3Dcheckout',
}

/** `npm start` on a cluster of its own: the embedded one, or in `npm run test:cluster` a real control plane. */
class Example {
  readonly slipway: Slipway
  readonly api: HttpApi
  private readonly kubeconfig: string
  private readonly stopCluster: () => unknown
  private readonly availability = new Availability()
  private readonly pods = new Map<string, KubeObject>()
  private stopWatch = () => {}

  private constructor(slipway: Slipway, kubeconfig: string, api: HttpApi, stopCluster: () => unknown) {
    this.slipway = slipway
    this.kubeconfig = kubeconfig
    this.api = api
    this.stopCluster = stopCluster
  }

  static async start(): Promise<Example> {
    if (!process.env[REAL_CLUSTER]) {
      const slipway = await Slipway.start()
      const kubeconfig = join(slipway.dir, 'kubeconfig')
      const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8'))
      const api = new HttpApi({ server: clusters[0].cluster.server, token: users[0].user.token })
      return new Example(slipway, kubeconfig, api, () => {})
    }
    const { kubeconfig, stop } = await startControlPlane()
    const { url, token, authority } = realTarget(kubeconfig)
    const slipway = await Slipway.start(['--kubeconfig', kubeconfig, '--install-crds', '--play-nodes'])
    return new Example(slipway, kubeconfig, new HttpApi({ server: url, token, ca: authority! }), stop)
  }

  async stop(): Promise<void> {
    this.stopWatch()
    await this.slipway.stop()
    await this.api.close()
    await this.stopCluster()
  }

  read(from: string): Promise<KubeObject> {
    return this.api.request({ method: 'GET', path: from })
  }

  /** From now on every state of the pods is looked at. */
  async witness(): Promise<void> {
    const { items, metadata } = await this.read(path.pods)
    for (const pod of items as KubeObject[]) this.pods.set(pod.metadata.uid, { ...pod, kind: 'Pod' })
    this.availability.see(this.pods)
    this.stopWatch = this.api.watch(
      `${path.pods}&watch=true&resourceVersion=${metadata.resourceVersion}`,
      ({ type, object }) => {
        this.pods[type === 'DELETED' ? 'delete' : 'set'](object.metadata.uid, object)
        this.availability.see(this.pods)
      },
      error => {
        throw error ?? new Error('the watch of the pods ended: what follows was not seen')
      },
    )
  }

  get bounds() {
    return this.availability.bounds()
  }

  /** As a shell in the root of the repository runs it. */
  run(command: string): Promise<{ readonly code: number; readonly output: string }> {
    const env = { ...process.env, KUBECONFIG: this.kubeconfig }
    return new Promise(resolve => {
      execFile('sh', ['-c', command], { cwd: root, env, timeout: 120_000 }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? -1) : 0, output: stdout + stderr }),
      )
    })
  }
}

let example: Example
let git: Record<string, string>
beforeAll(async () => {
  example = await Example.start()
})
afterAll(() => example.stop())

/** Of the Deployment. */
const available = async () =>
  (await example.read(path.deployment).catch(() => undefined))?.status?.availableReplicas ?? 0

const isSynced = async () => {
  const answer = await fetch(`${example.slipway.url}/api/v1/applications/checkout`)
  const { sync, operationState } = ((await answer.json()) as KubeObject).status
  return [sync.status, operationState.phase]
}

test('the README has five commands, and begins with npm start, which runs a Deployment of four pods from Git', async () => {
  expect(commands).toHaveLength(5)
  // What `example` has started already, with a folder and a port of its own.
  expect(commands[0]).toBe('npm start')
  await expect.poll(() => available(), soon).toBe(4)
  git = example.slipway.gitDigest()
  await example.witness()
})

describe('from the Deployment to the Rollout and back', () => {
  test('plan finds nothing in the way, and would create the Rollout of rollout.yaml', async () => {
    const { code, output } = await example.run(commands[1]!)
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringMatching(/0 errors[\s\S]*WorkloadDrained True/),
    })
    // In a cluster of one's own the stand-in's Application is no object that the plan could read.
    expect(output.includes('ApplicationUnread')).toBe(Boolean(process.env[REAL_CLUSTER]))
    const { rollout } = JSON.parse((await example.run(`${commands[1]} -o json 2>/dev/null`)).output)
    expect(parse(read('rollout.yaml'))).toEqual(rollout)
  })

  test('apply ends with the Deployment at 0 and the autoscaler on the Rollout', async () => {
    expect(await example.run(commands[2]!)).toMatchObject({ code: 0 })
    expect((await example.read(path.deployment)).spec.replicas).toBe(0)
    expect((await example.read(path.rollout)).status).toMatchObject({ phase: 'Healthy', availableReplicas: 4 })
    const { spec } = await example.read(path.autoscaler)
    expect(spec.scaleTargetRef).toEqual({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'checkout' })
    const ableToScale = async () => {
      const { status } = await example.read(path.autoscaler)
      return status.conditions.find(({ type }: { type: string }) => type === 'AbleToScale')
    }
    await expect.poll(ableToScale, soon).toMatchObject({ status: 'True' })
  })

  test('status says drained, Argo CD is content, and Git is as it was', async () => {
    expect(await example.run(commands[3]!)).toMatchObject({
      code: 0,
      output: expect.stringContaining('drained: Drained'),
    })
    await expect.poll(isSynced, soon).toEqual(['Synced', 'Succeeded'])
    expect((await example.read(path.deployment)).spec.replicas).toBe(0)
    expect(example.slipway.gitDigest()).toEqual(git)
  })

  test('revert ends with four pods of the Deployment, the autoscaler on it, and no Rollout', async () => {
    expect(await example.run(commands[4]!)).toMatchObject({ code: 0 })
    const { spec, status } = await example.read(path.deployment)
    expect([spec.replicas, status.availableReplicas]).toEqual([4, 4])
    await expect(example.read(path.rollout)).rejects.toThrow(/not found/)
    const { scaleTargetRef } = (await example.read(path.autoscaler)).spec
    expect(scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'checkout' })
    await expect.poll(isSynced, soon).toEqual(['Synced', 'Succeeded'])
  })

  test('at no moment, there and back, fewer pods were available or more ran than the Deployment’s strategy allows; Git is byte for byte as it was', () => {
    expect(example.bounds.leastReady).toBeGreaterThanOrEqual(least)
    expect(example.bounds.mostPods).toBeLessThanOrEqual(most)
    expect(example.slipway.gitDigest()).toEqual(git)
    expect(example.slipway.runGit('status', '--porcelain')).toBe('')
  })
})
