/** Waits for the cluster by asking again: a watch would know sooner and break in more ways. */
import { type Clock, sleep } from '../../controller/clock.ts'

export interface Patience {
  readonly clock: Clock
  /** Milliseconds. */
  readonly timeout: number
}

const between = 1000

/** What `look` found first that `isEnough`, or what it found last when the time was up. */
export async function waitFor<T>(
  { clock, timeout }: Patience,
  look: () => Promise<T>,
  isEnough: (found: T) => boolean,
): Promise<T> {
  const end = clock.now() + timeout
  for (;;) {
    const found = await look()
    if (isEnough(found) || clock.now() >= end) return found
    await sleep(clock, between)
  }
}
