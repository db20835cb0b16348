import { formatTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Cluster } from './cluster.ts'
import { storageOf } from './kinds.ts'
import { giveAddresses } from './write/addresses.ts'

/** What the server does for one resource alone, where all others are treated alike. */
export interface Particular {
  /** Sets, in place, what only a cluster can choose. */
  complete?(cluster: Cluster, object: KubeObject, old?: KubeObject): void
  /** Something besides its finalizers keeps a deleted object. */
  isHeld?(object: KubeObject): boolean
  /** Seconds that a deleted object is given to end by itself. */
  graceSeconds?(object: KubeObject, asked: number | undefined): number
  /** How dependents fare when nobody says it. */
  readonly propagation?: { readonly policy: 'Orphan'; readonly warning: string }
  /** Added to every deleted object. */
  readonly finalizer?: string
  /** The status of an object whose deletion begins, where it is said there instead of by a generation and a grace period. */
  terminating?(object: KubeObject, now: number): object
  /** A deletion answers the object, not a Status. */
  readonly isAnswered?: true
  /** Names that may not be deleted. */
  readonly permanent?: readonly string[]
}

export const CRDS = 'apiextensions.k8s.io/customresourcedefinitions'
/** Holds a deleted definition until the last of its objects is gone. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io'

const PARTICULARS: Record<string, Particular> = {
  '/services': { complete: giveAddresses, isAnswered: true },
  '/serviceaccounts': { isAnswered: true },
  '/podtemplates': { isAnswered: true },
  '/pods': { graceSeconds: podGraceSeconds, isAnswered: true },
  '/namespaces': {
    // Its controller takes spec.finalizers away when nothing is left in it.
    isHeld: namespace => (namespace.spec?.finalizers ?? []).length > 0,
    terminating: ({ status }) => ({ ...status, phase: 'Terminating' }),
    permanent: ['default', 'kube-system', 'kube-public'],
  },
  'batch/jobs': {
    // An old promise of the API.
    propagation: {
      policy: 'Orphan',
      warning:
        'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
    },
  },
  [CRDS]: { finalizer: CLEANUP, terminating: terminatingDefinition },
}

const NOTHING: Particular = {}

export const particularOf = (kind: Kind): Particular => PARTICULARS[storageOf(kind)] ?? NOTHING

/** A pod goes gracefully when a node holds it and it still runs. */
function podGraceSeconds({ spec = {}, status = {} }: KubeObject, asked: number | undefined): number {
  if (!spec.nodeName || status.phase === 'Succeeded' || status.phase === 'Failed') return 0
  const grace = asked ?? spec.terminationGracePeriodSeconds ?? 30
  return grace < 0 ? 1 : grace
}

function terminatingDefinition({ status }: KubeObject, now: number): object {
  const condition = {
    type: 'Terminating',
    status: 'True',
    lastTransitionTime: formatTime(now),
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  }
  return { ...status, conditions: [...(status?.conditions ?? []), condition] }
}
