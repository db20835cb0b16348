/** The one port of the demo. It answers from the first moment: 503 until there is somebody to ask. */
import { createServer, type RequestListener } from 'node:http'

export interface Front {
  /** From now on `/readyz` is 200 and every other path belongs to `handle`. */
  serve(handle: RequestListener): void
  stop(): Promise<void>
}

export async function listen(port: number): Promise<Front> {
  let handle: RequestListener = (_request, response) => answer(response, 503, 'starting\n')
  const server = createServer((request, response) => handle(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return {
    serve(next) {
      handle = (request, response) =>
        request.url === '/readyz' ? answer(response, 200, 'ok\n') : next(request, response)
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function answer(response: Parameters<RequestListener>[1], code: number, text: string): void {
  response.writeHead(code, { 'Content-Type': 'text/plain' }).end(text)
}
