/**
 * Intent: one effect that a decision wants. `apply` is one exhaustive switch over `do`.
 * Each carries preconditions, so that an effect decided on a stale world cannot land, and a `because` that people read.
 */
export interface Target {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** What must still be true when the effect lands; a mismatch is a conflict: read again, never send the same body again (design rule 5). */
export interface Preconditions {
  readonly uid: string
  /** Omitted where two writers of different leaves must not disturb each other (status fields that clients patch too). */
  readonly resourceVersion?: string
}

export interface Doomed {
  readonly target: Target
  readonly preconditions: Preconditions
}

export interface Alive {
  readonly target: Target
  readonly uid: string
}

/** A JSON object on its way to the API server. */
export type Body = { readonly [key: string]: unknown }

export type Intent =
  | {
      readonly do: 'create'
      readonly object: Body & {
        readonly apiVersion: string
        readonly kind: string
        readonly metadata: { readonly name: string; readonly namespace: string }
      }
      /** As for a patch: of an object that was there before, and may have gone with its owner. */
      readonly alive?: Alive
      readonly because: string
    }
  | {
      readonly do: 'patch'
      readonly target: Target
      readonly subresource?: 'status' | 'scale'
      /** A JSON merge patch (RFC 7386) that touches leaf fields only. `apply` adds the preconditions to its metadata. */
      readonly body: Body
      readonly preconditions: Preconditions
      /** Sent only if a live read shows this object with this uid and not on its way out: caches are late to tell of a deletion. */
      readonly alive?: Alive
      readonly because: string
    }
  | { readonly do: 'delete'; readonly target: Target; readonly preconditions: Preconditions; readonly because: string }
  /** So many of these pods, in order; one that a disruption budget keeps is passed over. */
  | { readonly do: 'evict'; readonly pods: readonly Doomed[]; readonly count: number; readonly because: string }
  /** Ask a metric; the answer comes back as an observation. */
  | { readonly do: 'measure'; readonly name: string; readonly query: Body; readonly because: string }
  /** Ask the router whether a weight is in force; the answer comes back as an observation. */
  | { readonly do: 'verify'; readonly name: string; readonly weight: number; readonly because: string }
