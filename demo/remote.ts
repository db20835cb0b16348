/** A cluster of the user's, as the sandbox's parts want to see it: the controller's own client, with its authentication, behind `Api`. */
import { createClient } from '../controller/client/client.ts'
import { ApiError as AnswerError } from '../controller/client/error.ts'
import { type Api, ApiError, type KubeObject, type WatchEvent } from '../sandbox/api.ts'

const idleTimeout = 10 * 60_000

export async function connectRemote(kubeconfig: string): Promise<{ readonly api: Api; close(): void | Promise<void> }> {
  const client = await createClient({ kubeconfig, userAgent: 'slipway-demo' })
  await client.request({ method: 'GET', path: '/version' }).catch(error => {
    client.close()
    throw new Error(
      `--kubeconfig ${kubeconfig}: the cluster does not answer (${error.message}): start it, or name another file`,
    )
  })
  return {
    close: () => client.close(),
    api: {
      request: request => client.request<KubeObject>(request).catch(rethrow),
      watch(path, event, ended) {
        const abort = new AbortController()
        const onEvent = (seen: unknown) => event(seen as WatchEvent)
        client.watch(path, { onEvent, signal: abort.signal, idleTimeout }).then(
          () => ended(),
          error => ended(error),
        )
        return () => abort.abort()
      },
    },
  }
}

function rethrow(error: unknown): never {
  if (!(error instanceof AnswerError)) throw error
  const { code, reason, message } = error
  throw new ApiError({ apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', code, reason, message })
}
