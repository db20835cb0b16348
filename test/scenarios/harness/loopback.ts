/**
 * A way round the loopback interface: a byte that has come back tells that everything written to a socket before it has been
 * read. So a test waits for what is under way between two ends of a connection, without a sleep.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export class Loopback {
  private readonly socket: Socket
  private readonly close: () => void

  private constructor(socket: Socket, close: () => void) {
    this.socket = socket
    this.close = close
  }

  static async open(): Promise<Loopback> {
    const server = createServer({ noDelay: true }, socket => socket.pipe(socket)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    // As many wait at once as there are requests under way.
    socket.setMaxListeners(0)
    return new Loopback(socket, () => server.close())
  }

  async around(): Promise<void> {
    const back = once(this.socket, 'data')
    this.socket.write('.')
    await back
  }

  stop(): void {
    this.socket.destroy()
    this.close()
  }
}
