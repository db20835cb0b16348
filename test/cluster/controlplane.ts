import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { assets } from './build.ts'
import { type Daemon, startDaemon } from './daemon.ts'
import { apiServerFlags, controllerManagerFlags, etcdFlags, schedulerFlags } from './flags.ts'
import { ADMIN, writeCredentials } from './kubeconfig.ts'
import { freePorts } from './ports.ts'

export interface ControlPlaneOptions {
  /** Binds pods to nodes. Default false: pods then stay Pending until a test or pod life moves them. */
  readonly scheduler?: boolean
  /** ReplicaSets, Deployments, Jobs, garbage collection and the rest. Default true. */
  readonly controllerManager?: boolean
}

export interface ControlPlane {
  /** A file that kubectl and every client reads; its user may do everything. */
  readonly kubeconfig: string
  readonly url: string
  readonly token: string
  /** Ends all of it and removes its folder. */
  stop(): Promise<void>
}

const READY_WITHIN = 60_000

/**
 * Starts etcd, kube-apiserver and, as asked, the controller manager and the scheduler on free loopback ports, with their data in a
 * temporary folder. There is no kubelet: something else plays the node. Nothing of it outlives this process.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const programs = assets()
  const folder = mkdtempSync(join(tmpdir(), 'slipway-controlplane-'))
  const daemons: Daemon[] = []
  const start = (role: string, flags: string[]) =>
    daemons.push(startDaemon(join(programs, role), flags, join(folder, `${role}.log`)))
  const stop = async () => {
    for (const daemon of daemons.reverse()) await daemon.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const [etcd, port] = (await freePorts(2)) as [number, number]
    const url = `https://127.0.0.1:${port}`
    const kubeconfig = writeCredentials(folder, url)
    start('etcd', etcdFlags(folder, etcd))
    start('kube-apiserver', apiServerFlags(folder, port, etcd))
    await ready(url, daemons)
    if (options.controllerManager !== false)
      start('kube-controller-manager', controllerManagerFlags(folder, kubeconfig))
    if (options.scheduler) start('kube-scheduler', schedulerFlags(kubeconfig))
    return { kubeconfig, url, token: ADMIN.token, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function ready(url: string, daemons: readonly Daemon[]): Promise<void> {
  const end = Date.now() + READY_WITHIN
  while ((await answer(`${url}/readyz`)) !== 200) {
    if (Date.now() > end)
      throw new Error(`the control plane is not ready after ${READY_WITHIN / 1000} s:\n${logs(daemons)}`)
    await pause(100)
  }
}

/** The status code, or undefined while nobody listens. */
function answer(url: string): Promise<number | undefined> {
  return new Promise(done => {
    const headers = { authorization: `Bearer ${ADMIN.token}` }
    const asked = request(url, { headers, rejectUnauthorized: false }, response => {
      response.resume()
      done(response.statusCode)
    })
    asked.once('error', () => done(undefined)).end()
  })
}

function logs(daemons: readonly Daemon[]): string {
  return daemons.map(daemon => `-- ${daemon.program}\n${daemon.log()}`).join('\n')
}
