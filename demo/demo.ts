/**
 * The composition root of `npm start`: a cluster (embedded, or the user's), a Git repository, the Argo CD stand-in, the controller and a page, in
 * one process on loopback. Started in the order in which each needs the one before, stopped in the reverse.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startController } from '../controller/controller.ts'
import type { Api } from '../sandbox/api.ts'
import { startArgoCD } from '../sandbox/argocd/index.ts'
import { type Clock, realClock } from '../sandbox/clock/clock.ts'
import { startCluster } from '../sandbox/cluster.ts'
import { seedRepository } from '../sandbox/git/repository.ts'
import { startPodLife } from '../sandbox/podlife/index.ts'
import { makeFolder } from '../sandbox/store/folder.ts'
import { applications } from './applications.ts'
import { installCrds, requireCrds } from './crds.ts'
import type { DemoFlags } from './flags.ts'
import { publish } from './publish.ts'
import { connectRemote } from './remote.ts'
import { listen } from './server.ts'
import type { Places } from './welcome.ts'

const root = new URL('..', import.meta.url).pathname

interface Stoppable {
  stop(): unknown
}

export interface Demo {
  readonly places: Places
  stop(): Promise<void>
}

export async function startDemo(flags: DemoFlags, clock: Clock = realClock): Promise<Demo> {
  const running: Stoppable[] = []
  const stop = async () => {
    for (const part of running.splice(0).reverse()) await part.stop()
  }
  try {
    return { places: await startAll(flags, clock, running), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startAll(flags: DemoFlags, clock: Clock, running: Stoppable[]): Promise<Places> {
  const data = resolve(flags.data)
  makeFolder(data)
  const page = `http://127.0.0.1:${flags.port}`
  const front = await listen(flags.port)
  running.push(front)

  const { api, kubeconfig } = await openCluster(flags, data, clock, running)
  const git = join(data, 'git')
  await seedRepository(git, readFirstCommit())
  const followed = applications(git)
  if (flags.kubeconfig === undefined) await publish(api, followed)
  const controller = await startController({ kubeconfig, clock })
  running.push(controller)
  await controller.started
  const argocd = await startArgoCD({
    api,
    clock,
    repository: git,
    applications: followed,
    customizations: readFileSync(join(root, 'manifests/argocd-cm.yaml'), 'utf8'),
    extensions: join(root, 'dist/extension'),
    page: join(root, 'dist/page'),
    log: line => console.error(line),
  })
  running.push(argocd)
  front.serve(argocd.handle)
  return { page, kubeconfig, git }
}

async function openCluster(
  flags: DemoFlags,
  data: string,
  clock: Clock,
  running: Stoppable[],
): Promise<{ readonly api: Api; readonly kubeconfig: string }> {
  if (flags.kubeconfig !== undefined) {
    const remote = await connectRemote(flags.kubeconfig)
    running.push({ stop: () => remote.close() })
    await (flags.installCrds ? installCrds(remote.api) : requireCrds(remote.api))
    if (flags.playNodes) running.push(startPodLife(remote.api, clock))
    return { api: remote.api, kubeconfig: flags.kubeconfig }
  }
  const cluster = await startCluster({ dir: join(data, 'cluster'), port: flags.port + 1, clock })
  running.push(cluster)
  await installCrds(cluster.api)
  const kubeconfig = join(data, 'kubeconfig')
  writeFileSync(kubeconfig, cluster.kubeconfig, { mode: 0o600 })
  return { api: cluster.apiAs('argocd-controller'), kubeconfig }
}

/** The files of the first commit, by their path in the repository. */
function readFirstCommit(): Record<string, string> {
  const places = [
    ['manifests/examples', 'guestbook'],
    ['manifests/examples/migration', 'checkout'],
  ] as const
  const read = (folder: string, name: string) =>
    globSync(`${name}/*.yaml`, { cwd: join(root, folder) }).map(file => [
      file,
      readFileSync(join(root, folder, file), 'utf8'),
    ])
  return Object.fromEntries(places.flatMap(([folder, name]) => read(folder, name)))
}
