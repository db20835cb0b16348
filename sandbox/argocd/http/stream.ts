/** Server-sent events, framed as argocd-server frames them: three newlines after each message, a bare colon every 15 seconds. */
import type { ServerResponse } from 'node:http'
import type { Json } from '../../api.ts'
import { applicationOf, type Call } from './call.ts'
import type { Server } from './server.ts'

const keepAliveMs = 15_000

/** Sends `render()` now and after each change that makes it different, until the client goes. */
function stream(server: Server, response: ServerResponse, events: boolean, render: (first: boolean) => Json): void {
  const type = events
    ? { 'Content-Type': 'text/event-stream', 'X-Content-Type-Options': 'nosniff' }
    : { 'Content-Type': 'application/json', Vary: 'Accept-Encoding' }
  response.writeHead(200, { ...type, 'Grpc-Metadata-Content-Type': 'application/grpc' })
  let sent = ''
  const push = (first: boolean) => {
    const text = JSON.stringify(render(first))
    const key = JSON.stringify(render(false))
    if (key === sent) return
    sent = key
    response.write(events ? `data: ${text} \n\n\n` : `${text}\n`)
  }
  push(true)
  const stopListening = server.cluster.onChange(() => push(false))
  const stopKeepAlive = events ? keepAlive(server, response) : () => {}
  response.on('close', () => {
    stopListening()
    stopKeepAlive()
  })
}

function keepAlive({ cluster: { clock } }: Server, response: ServerResponse): () => void {
  let cancel = () => {}
  const arm = () => {
    cancel = clock.at(clock.now() + keepAliveMs, () => {
      response.write(':\n')
      arm()
    })
  }
  arm()
  return () => cancel()
}

export function streamTree(server: Server, call: Call, response: ServerResponse, events: boolean): void {
  const application = applicationOf(server.applications, call.part.name!, call.query.get('project'))
  stream(server, response, events, () => ({ result: server.tree(application) }))
}

/** One application by `name`, the only form that the UI uses on its details page. */
export function streamApplications(server: Server, call: Call, response: ServerResponse, events: boolean): void {
  const application = applicationOf(server.applications, call.query.get('name') ?? '', call.query.get('project'))
  stream(server, response, events, first => ({
    result: { type: first ? 'ADDED' : 'MODIFIED', application: server.render(application) },
  }))
}
