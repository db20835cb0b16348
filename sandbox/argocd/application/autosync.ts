/** When an application syncs itself: Argo CD's rules (contract argocd 8.2, argocd-seen 4), without I/O. */
import type { Managed } from './compare.ts'
import type { Automated } from './definition.ts'
import type { Operation } from './operation.ts'

export interface Facts {
  readonly automated: Automated | undefined
  readonly managed: readonly Managed[]
  readonly revision: string
  /** The last operation, over or not. */
  readonly operation: Pick<Operation, 'begun' | 'phase' | 'message' | 'finishedAt'> | undefined
  readonly now: number
}

/** To sync now (`only`: a self-heal of these), to look again at an instant, to say why not, or nothing of all that. */
export type Due =
  | { readonly kind: 'sync'; readonly selfHealAttempts: number; readonly only?: readonly Managed[] }
  | { readonly kind: 'later'; readonly at: number }
  | { readonly kind: 'refused'; readonly reason: string }
  | undefined

const FIRST_DELAY = 2000
const FACTOR = 3
const LONGEST_DELAY = 300_000

/** Milliseconds between the end of an operation and the next self-heal after so many of them: none, 2 s, 6 s, 18 s up to 5 min. */
export const selfHealDelay = (attempts: number): number =>
  attempts === 0 ? 0 : Math.min(FIRST_DELAY * FACTOR ** (attempts - 1), LONGEST_DELAY)

export function decideSync({ automated, managed, revision, operation, now }: Facts): Due {
  if (!automated || automated.enabled === false || operation?.phase === 'Running') return undefined
  const drifted = managed.filter(({ status }) => status === 'OutOfSync')
  const isDrifted = drifted.some(({ requiresPruning }) => automated.prune || !requiresPruning)
  if (!isDrifted) return undefined
  const due = decideAttempt(automated, drifted, revision, operation, now)
  const isWipe = automated.prune && !automated.allowEmpty && managed.every(({ requiresPruning }) => requiresPruning)
  if (due?.kind !== 'sync' || !isWipe) return due
  return refuse(`Skipping sync attempt to [${revision}]: auto-sync will wipe out all resources`)
}

/** A revision is synced once. What drifts later is for self-heal, which is off after a failure. */
function decideAttempt(
  automated: Automated,
  drifted: readonly Managed[],
  revision: string,
  operation: Facts['operation'],
  now: number,
): Due {
  if (operation?.begun.revision !== revision) return { kind: 'sync', selfHealAttempts: 0 }
  if (operation.phase === 'Failed') return refuse(`Failed last sync attempt to [${revision}]: ${operation.message}`)
  if (!automated.selfHeal) return undefined
  const { selfHealAttempts } = operation.begun
  const at = operation.finishedAt! + selfHealDelay(selfHealAttempts)
  if (at > now) return { kind: 'later', at }
  return { kind: 'sync', selfHealAttempts: selfHealAttempts + 1, only: drifted }
}

const refuse = (reason: string): Due => ({ kind: 'refused', reason })
