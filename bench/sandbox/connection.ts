/** Requests to any API server whose answers are not parsed: what is measured is the server, not its client. */
import type { IncomingMessage } from 'node:http'
import { Credentials } from '../../controller/client/credentials.ts'
import { loadKubeconfig } from '../../controller/client/kubeconfig.ts'
import { exchange, textOf } from '../../controller/client/transport.ts'
import { realClock } from '../../controller/clock.ts'

export interface Connection {
  /** The text of the answer; throws with it when it is an error. */
  send(method: string, path: string, body?: object): Promise<string>
  /** The body is for the caller to read. */
  open(path: string, signal: AbortSignal): Promise<IncomingMessage>
  close(): void
}

export async function connect(kubeconfig: string): Promise<Connection> {
  const credentials = new Credentials(await loadKubeconfig({ kubeconfig }), realClock)
  const ask = async (method: string, path: string, body?: object, signal?: AbortSignal) => {
    const { headers, agent } = await credentials.current()
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
    const answer = await exchange({
      url: new URL(path, credentials.server),
      method,
      headers: { ...headers, 'content-type': type },
      body: body && JSON.stringify(body),
      agent,
      signal,
    })
    if (answer.statusCode! < 400) return answer
    throw new Error(`${method} ${path}: ${answer.statusCode} ${await textOf(answer)}`)
  }
  return {
    send: async (method, path, body) => textOf(await ask(method, path, body)),
    open: (path, signal) => ask('GET', path, undefined, signal),
    close: () => credentials.close(),
  }
}
