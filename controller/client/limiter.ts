import { type Clock, elapsed, sleep } from '../clock.ts'

/** Resolves when a request may be sent; an urgent one need not wait, and those that come later wait for it. */
export type Limiter = (isUrgent?: boolean) => Promise<void>

/** By default the pace is the server's: 429 with Retry-After, and API Priority and Fairness. */
export const unlimited: Limiter = () => Promise.resolve()

/** A token bucket of `burst` tokens refilled at `qps` a second: what `--qps` and `--burst` ask for. */
export function tokenBucket(clock: Clock, qps: number, burst: number): Limiter {
  let tokens = burst
  let since = elapsed(clock)
  return isUrgent => {
    const now = elapsed(clock)
    tokens = Math.min(burst, tokens + ((now - since) / 1000) * qps) - 1
    since = now
    return tokens >= 0 || isUrgent ? Promise.resolve() : sleep(clock, (-tokens / qps) * 1000)
  }
}
