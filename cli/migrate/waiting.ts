/** Waits for the cluster by asking again: a watch would know sooner and break in more ways. */
import { type Clock, sleep } from '../../controller/clock.ts'

export interface Patience {
  readonly clock: Clock
  /** Milliseconds. */
  readonly timeout: number
  /** Aborted: the time is up. */
  readonly signal?: AbortSignal
}

const between = 1000

/** For a command that has something to put right before it goes: Ctrl-C ends its wait, and a second one ends it. */
export function untilInterrupted(): AbortSignal {
  const leaving = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => leaving.abort())
  return leaving.signal
}

/** What `look` found first that `isEnough`, or what it found last when the time was up. */
export async function waitFor<T>(
  { clock, timeout, signal }: Patience,
  look: () => Promise<T>,
  isEnough: (found: T) => boolean,
): Promise<T> {
  const end = clock.now() + timeout
  for (;;) {
    const found = await look()
    if (isEnough(found) || clock.now() >= end || signal?.aborted) return found
    await sleep(clock, between, signal)
  }
}
