import type { WatchEvent } from '../api.ts'
import type { Clock } from '../clock/clock.ts'
import type { Sink } from '../server/call.ts'
import { gone } from '../server/errors.ts'
import type { Fault, Subject } from './fault.ts'
import type { Faults } from './faults.ts'

/** Thrown to a transport: the connection breaks without an answer. */
export class ConnectionBroken extends Error {
  constructor() {
    super('the connection was broken by a fault')
  }
}

/** A watch's sink with the faults between it and the server. Events stay in order whatever holds them back. */
export class FaultySink implements Sink {
  private readonly sink: Sink
  private readonly faults: Faults
  private readonly subject: Subject
  private readonly clock: Clock
  private readonly held: WatchEvent[] = []
  private readonly unsubscribe: () => void
  /** Nothing is sent before this time, since something before it is not. */
  private notBefore = 0
  private late = 0
  private isOver = false
  private stop = () => {}
  /** What holds events back. */
  private stall: Fault | undefined

  constructor(sink: Sink, faults: Faults, subject: Subject, clock: Clock) {
    this.sink = sink
    this.faults = faults
    this.subject = subject
    this.clock = clock
    this.unsubscribe = faults.onChange(() => this.look())
  }

  /** Starts the watch behind the sink; the answer ends it. */
  open(start: (sink: Sink) => () => void): () => void {
    if (!this.breaks()) this.stop = start(this)
    return () => this.close()
  }

  send(event: WatchEvent): void {
    if (this.isOver) return
    this.held.push(event)
    this.stall = this.faults.strikeWatch(this.subject, ['stall']) ?? this.stall
    this.release()
  }

  end(error?: Error): void {
    this.pass(() => this.finish(error))
  }

  /** Hands over what is held back, unless something still holds it. */
  private release(): void {
    while (this.stall && !this.faults.stands(this.stall)) this.stall = this.faults.strikeWatch(this.subject, ['stall'])
    if (!this.stall) for (const event of this.held.splice(0)) this.deliver(event)
  }

  private deliver(event: WatchEvent): void {
    const late = this.faults.strikeWatch(this.subject, ['late'])
    if (late) this.notBefore = Math.max(this.notBefore, this.clock.now() + 1000 * (late.seconds ?? 0))
    const times = this.faults.strikeWatch(this.subject, ['duplicate']) ? 2 : 1
    for (let time = 0; time < times; time++) this.pass(() => this.sink.send(event))
  }

  /** At once, or after what is still late. */
  private pass(run: () => void): void {
    if (this.late === 0 && this.notBefore <= this.clock.now()) {
      run()
      return
    }
    this.late++
    this.clock.at(this.notBefore, () => {
      this.late--
      if (!this.isOver) run()
    })
  }

  private look(): void {
    if (!this.isOver && !this.breaks()) this.release()
  }

  private breaks(): boolean {
    const fault = this.faults.strikeWatch(this.subject, ['drop', 'expire'])
    if (!fault) return false
    if (fault.effect === 'expire')
      this.sink.send({ type: 'ERROR', object: gone('too old resource version: expired by a fault').status })
    this.finish(fault.effect === 'drop' ? new ConnectionBroken() : undefined)
    return true
  }

  private finish(error?: Error): void {
    if (this.isOver) return
    this.close()
    this.sink.end(error)
  }

  private close(): void {
    this.isOver = true
    this.unsubscribe()
    this.stop()
  }
}
