import { parseDuration } from '../kube/duration.ts'
import type { IntOrString } from './types.ts'

/** What cannot be read; such a step is invalid. */
export const unreadable = -1

/**
 * Seconds of `pause.duration` (contract rollout 7.2): a number or a text of a 32-bit integer is seconds, any other text a Go
 * duration, cut to whole seconds. Undefined: wait until resumed. -1: cannot be read.
 */
export function pauseSeconds(duration: IntOrString | undefined): number | undefined {
  if (duration === undefined || typeof duration === 'number') return duration
  if (/^[+-]?\d+$/.test(duration)) {
    const seconds = Number(duration)
    if (seconds >= -(2 ** 31) && seconds < 2 ** 31) return seconds
  }
  const milliseconds = parseDuration(duration)
  return milliseconds === undefined ? unreadable : Math.trunc(milliseconds / 1000)
}
