/**
 * Whatever waits in the controller waits on a Clock, so that tests run it on virtual time. The sandbox declares the same shape
 * for itself; neither imports the other.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls `run` once at or after `at`; the answer cancels it. */
  at(at: number, run: () => void): () => void
  /** Milliseconds since some moment, whatever the time of day is set to. Absent: nobody sets it, as in tests. */
  elapsed?(): number
}

/** For how long something may last or has lasted: the difference of two answers. */
export function elapsed(clock: Clock): number {
  return clock.elapsed?.() ?? clock.now()
}

/** A longer wait is cut into such pieces, in milliseconds: timers know nothing of a machine that slept, or of a clock that was set. */
const longest = 60_000

export const realClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  at(at, run) {
    let handle: NodeJS.Timeout
    const arm = () => {
      const left = at - Date.now()
      handle = left > longest ? setTimeout(arm, longest) : setTimeout(run, Math.max(0, left))
    }
    arm()
    return () => clearTimeout(handle)
  },
}

/** Resolves after `ms`, or at once when the signal fires; never rejects. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve()
  return new Promise(resolve => {
    const done = () => {
      cancel()
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const cancel = clock.at(clock.now() + ms, done)
    signal?.addEventListener('abort', done)
  })
}
