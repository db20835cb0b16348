/** How long attempts took, by how they ended (contract rollout 6.2): one label with six values, so that nothing here grows with the cluster. */
import { Histogram, type Registry } from 'prom-client'
import type { Ended } from '../../core/status/duration.ts'

interface Family {
  readonly name: string
  readonly help: string
  /** Upper bounds in seconds. */
  readonly buckets: number[]
  readonly value: (ended: Ended) => number
}

const families: readonly Family[] = [
  {
    name: 'rollout_duration_seconds',
    help: 'Time from the start of an update to its end.',
    buckets: [30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 28_800],
    value: ({ seconds }) => seconds,
  },
  {
    name: 'rollout_progression_duration_seconds',
    help: 'The same without what people let it wait.',
    buckets: [30, 60, 120, 300, 600, 900, 1800, 3600],
    value: ({ seconds, waited }) => seconds - waited,
  },
  {
    name: 'rollout_manual_pause_duration_seconds',
    help: 'How long people let an update wait.',
    buckets: [0, 60, 300, 600, 1800, 3600, 7200, 14_400, 28_800],
    value: ({ waited }) => waited,
  },
]

/** The answer is told of each attempt that has ended. */
export function attemptHistograms(registers: Registry[]): (ended: Ended) => void {
  const histograms = families.map(({ name, help, buckets, value }) => {
    const histogram = new Histogram({ name, help, buckets, labelNames: ['status'], registers })
    return (ended: Ended) => histogram.observe({ status: ended.status }, value(ended))
  })
  return ended => {
    for (const observe of histograms) observe(ended)
  }
}
