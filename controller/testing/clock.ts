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
