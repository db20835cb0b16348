import type { Clock } from '../clock.ts'

/** Real time made short: every wait takes a thousandth, so that a test of backoff or a deadline over real sockets need not sleep. */
export function fastClock(factor = 1000): Clock {
  const start = Date.now()
  const now = () => start + (Date.now() - start) * factor
  return {
    now,
    at(at, run) {
      const handle = setTimeout(run, Math.max(0, (at - now()) / factor))
      return () => clearTimeout(handle)
    },
  }
}

/** A machine whose time of day somebody sets: `clock` goes on as if nothing had happened, and so do the waits. */
export function settableClock(clock: Clock) {
  const set = { by: 0 }
  const machine: Clock = {
    now: () => clock.now() + set.by,
    at: (at, run) => clock.at(at - set.by, run),
    elapsed: () => clock.now(),
  }
  return { machine, set }
}
