/** Requests by kind: `patch rollouts/status` and how many. Watches and leases are left out. */
import type { RequestCount } from '../../controller/client/counts.ts'

export type Counts = { readonly [kind: string]: number }

/** What has come to `before`, in alphabetical order. */
export function countsSince(before: Counts, now: readonly RequestCount[]): Counts {
  const entries = Object.entries(countsOf(now)).map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const)
  return Object.fromEntries(entries.filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function countsOf(requests: readonly RequestCount[]): Counts {
  const counts: { [kind: string]: number } = {}
  for (const { verb, resource, count } of requests) {
    if (verb === 'watch' || resource === 'leases') continue
    counts[`${verb} ${resource}`] = (counts[`${verb} ${resource}`] ?? 0) + count
  }
  return counts
}

export interface Totals {
  readonly requests: number
  readonly writes: number
  readonly events: number
  readonly gets: number
}

export function totalsOf(counts: Counts): Totals {
  const sum = (chosen: (kind: string) => boolean) =>
    Object.entries(counts).reduce((total, [kind, count]) => (chosen(kind) ? total + count : total), 0)
  return {
    requests: sum(() => true),
    writes: sum(kind => !/^(get|list) /.test(kind)),
    events: sum(kind => / events$/.test(kind)),
    gets: sum(kind => kind.startsWith('get ')),
  }
}
