/** What stands in a coordination.k8s.io/v1 Lease and who may take it: client-go's rules, since client-go is the other party. */
export interface LeaseSpec {
  readonly holderIdentity?: string
  readonly leaseDurationSeconds?: number
  readonly acquireTime?: string
  readonly renewTime?: string
  readonly leaseTransitions?: number
}

/** A version of the record and when we first saw it, in milliseconds that nobody can set: no clock is trusted, neither another machine's nor ours. */
export interface Seen {
  readonly resourceVersion: string
  readonly at: number
}

export function isHeldByOther(spec: LeaseSpec | undefined, identity: string, seen: Seen, now: number): boolean {
  const holder = spec?.holderIdentity ?? ''
  if (holder === '' || holder === identity) return false
  return now < seen.at + (spec?.leaseDurationSeconds ?? 0) * 1000
}

/** The record as it stands once `identity` has taken or renewed it. `duration` in milliseconds, `now` the time of day. */
export function takenSpec(spec: LeaseSpec | undefined, identity: string, duration: number, now: number): LeaseSpec {
  const time = microTime(now)
  const isOurs = spec?.holderIdentity === identity
  return {
    holderIdentity: identity,
    leaseDurationSeconds: Math.max(1, Math.floor(duration / 1000)),
    acquireTime: (isOurs ? spec.acquireTime : undefined) ?? time,
    renewTime: time,
    leaseTransitions: (spec?.leaseTransitions ?? 0) + (isOurs || spec === undefined ? 0 : 1),
  }
}

/** metav1.MicroTime: microseconds, of which we know the first three digits. */
function microTime(at: number): string {
  return new Date(at).toISOString().replace(/Z$/, '000Z')
}
