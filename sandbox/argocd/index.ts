/**
 * The part of Argo CD that users of a Rollout touch: a folder of a Git repository synced into the cluster, health and actions from `argocd-cm`, the
 * REST API that its UI and CLI use, and a page that hosts UI extensions. It knows the cluster only through `Api`, and Git only by reading.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Api } from '../api.ts'
import type { Clock } from '../clock/clock.ts'
import { repositoryAt } from '../git/source.ts'
import type { Definition } from './application/definition.ts'
import { send } from './http/answer.ts'
import { renderExtensions } from './http/extensions.ts'
import { answerApi } from './http/router.ts'
import { Server } from './http/server.ts'
import { answerFile } from './http/static.ts'
import { standIn } from './standin.ts'

export interface Options {
  readonly api: Api
  readonly clock: Clock
  /** Folder of the Git repository's working tree. */
  readonly repository: string
  readonly applications: readonly Definition[]
  /** Text of `argocd-cm`. */
  readonly customizations: string
  /** Folder with the files of UI extensions, as `/tmp/extensions` in argocd-server. */
  readonly extensions: string
  /** Folder with the built page. */
  readonly page: string
  /** Time between two looks at Git; Argo CD's own default is three minutes. */
  readonly refreshMs?: number
  readonly log?: (line: string) => void
}

export interface ArgoCD {
  /** Answers everything that is not someone else's path. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void
  /** Looks at Git now, and syncs where due. */
  refresh(): Promise<void>
  stop(): void
}

/** Resolves once the cluster is known and every application was refreshed for the first time. */
export async function startArgoCD(options: Options): Promise<ArgoCD> {
  const { clock, repository, refreshMs = 3000, log = () => {} } = options
  const running = await standIn({ ...options, source: repositoryAt(repository), log })
  const server = new Server(running.cluster, running.customizations, running.applications)
  const stopLoop = repeat(running.refresh, clock, refreshMs, log)
  await running.refresh()
  return {
    handle: (request, response) => route(server, options, request, response),
    refresh: running.refresh,
    stop() {
      stopLoop()
      running.stop()
    },
  }
}

/** Runs `step` after each interval, never twice at a time; a failure is logged and tried again. */
function repeat(step: () => Promise<void>, clock: Clock, interval: number, log: (line: string) => void): () => void {
  let stopped = false
  let cancel = () => {}
  const arm = () => {
    if (stopped) return
    cancel = clock.at(clock.now() + interval, () => {
      step()
        .catch(error => log(`argocd: ${error.message}`))
        .finally(arm)
    })
  }
  arm()
  return () => {
    stopped = true
    cancel()
  }
}

function route(
  server: Server,
  { page, extensions }: Options,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { pathname } = new URL(request.url!, 'http://argocd')
  if (pathname.startsWith('/api/')) void answerApi(server, request, response)
  else if (pathname === '/extensions.js') answerExtensions(response, extensions)
  else answerFile(response, page, pathname)
}

function answerExtensions(response: ServerResponse, folder: string): void {
  const headers = { 'Content-Type': 'application/javascript', Vary: 'Accept-Encoding' }
  send(response, 200, headers, renderExtensions(folder))
}
