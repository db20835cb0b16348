import { createServer } from 'node:net'

/** So many loopback ports that nobody listens on, all held at once so that no two are the same. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen))
  const ports = servers.map(server => (server.address() as { port: number }).port)
  await Promise.all(servers.map(server => new Promise(done => server.close(done))))
  return ports
}

function listen() {
  return new Promise<ReturnType<typeof createServer>>((done, failed) => {
    const server = createServer().once('error', failed)
    server.listen(0, '127.0.0.1', () => done(server))
  })
}
