import type { Clock } from '../clock/clock.ts'

/**
 * What the server has under way, so that whoever moves a virtual clock knows when nothing happens any more by itself. A request that waits for
 * the clock is not under way: only moving the clock brings it on.
 */
export class Load {
  /** Watch events handed over so far. */
  sent = 0
  private requests = 0
  private unsent = 0

  isIdle(): boolean {
    return this.requests === 0 && this.unsent === 0
  }

  requestBegins(): void {
    this.requests++
  }

  requestEnds(): void {
    this.requests--
  }

  eventQueued(): void {
    this.unsent++
  }

  eventSent(): void {
    this.unsent--
    this.sent++
  }

  /** Events that will never be sent, since their watch is gone. */
  eventsDropped(count: number): void {
    this.unsent -= count
  }

  /** Lets a request sleep for `milliseconds` of the clock. */
  async sleep(clock: Clock, milliseconds: number): Promise<void> {
    this.requests--
    await new Promise<void>(resolve => clock.at(clock.now() + milliseconds, resolve))
    this.requests++
  }
}
