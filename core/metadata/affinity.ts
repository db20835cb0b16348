/** Anti-affinity against the stable version, injected into the template of a new ReplicaSet (contract rollout 11.4). */
import type { AntiAffinity } from '../api/types.ts'
import { HASH } from '../keys.ts'
import type { Situation } from '../situation.ts'
import { sameJson } from '../status/settle.ts'
import type { LabelSelector } from '../world.ts'

const HOSTNAME = 'kubernetes.io/hostname'

export interface PodAntiAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly Term[]
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly Wish[]
}

export interface Term {
  readonly labelSelector?: LabelSelector
  readonly namespaces?: readonly string[]
  readonly topologyKey: string
}

export interface Wish {
  readonly weight: number
  readonly podAffinityTerm: Term
}

interface Affinity {
  readonly podAntiAffinity?: PodAntiAffinity
}

/** The version that pods of the new one keep away from, if that is asked for and it is another one. */
function stableToAvoid({ canary, blueGreen, stored, podHash }: Situation): string | undefined {
  const isAsked = (canary ?? blueGreen)?.antiAffinity !== undefined
  return isAsked && stored.stableRS && stored.stableRS !== podHash ? stored.stableRS : undefined
}

/** What the new ReplicaSet's template should have: the user's own, and the term while another version is stable. */
export function affinityOf(s: Situation): Affinity | undefined {
  const own = s.template.spec?.affinity as Affinity | undefined
  const [wanted, stable] = [(s.canary ?? s.blueGreen)?.antiAffinity, stableToAvoid(s)]
  return wanted && stable ? withAntiAffinity(own, wanted, stable, s.rollout.metadata.namespace) : own
}

/**
 * How the new ReplicaSet's template differs from that, as a merge patch. `isDue`: its term names another version. Otherwise the term comes, goes
 * and changes with a write that there is anyway, as upstream's does (contract rollout 11.4).
 */
export function staleAffinity(s: Situation): { readonly patch: unknown; readonly isDue: boolean } | undefined {
  const present = s.newRS.podAntiAffinity as PodAntiAffinity | undefined
  const wanted = affinityOf(s)
  if (sameJson(injectedIn(present), injectedIn(wanted?.podAntiAffinity))) return undefined
  const [avoided, stable] = [injectedHashes(present), stableToAvoid(s)]
  const isDue = stable !== undefined && avoided.length > 0 && !avoided.includes(stable)
  return { patch: affinityPatch(wanted), isDue }
}

/** A merge patch of a template that differs in terms alone. */
function affinityPatch(affinity: Affinity | undefined): unknown {
  const terms = affinity?.podAntiAffinity
  return affinity ? { ...affinity, podAntiAffinity: terms ? { ...NO_TERMS, ...terms } : null } : null
}

const NO_TERMS = {
  requiredDuringSchedulingIgnoredDuringExecution: null,
  preferredDuringSchedulingIgnoredDuringExecution: null,
}

/** The affinity of the template with the term added at the end, as upstream has it; what the user wrote stays in front. */
export function withAntiAffinity(
  given: Affinity = {},
  wanted: AntiAffinity,
  stableHash: string,
  namespace: string,
): Affinity {
  return { ...given, podAntiAffinity: withTerm(given.podAntiAffinity ?? {}, wanted, stableHash, namespace) }
}

function withTerm(given: PodAntiAffinity, wanted: AntiAffinity, hash: string, namespace: string): PodAntiAffinity {
  const podAffinityTerm: Term = {
    labelSelector: { matchExpressions: [{ key: HASH, operator: 'In', values: [hash] }] },
    namespaces: [namespace],
    topologyKey: HOSTNAME,
  }
  const wish = wanted.preferredDuringSchedulingIgnoredDuringExecution
  if (wish) {
    const own = given.preferredDuringSchedulingIgnoredDuringExecution ?? []
    const mine = { weight: wish.weight, podAffinityTerm }
    return { ...given, preferredDuringSchedulingIgnoredDuringExecution: [...own, mine] }
  }
  const own = given.requiredDuringSchedulingIgnoredDuringExecution ?? []
  return { ...given, requiredDuringSchedulingIgnoredDuringExecution: [...own, podAffinityTerm] }
}

/** Recognised by what is always injected, whatever its values (contract trap 46); another term about the hash key is the user's own. */
export function isInjectedTerm({ topologyKey, labelSelector }: Term): boolean {
  const isInjected = ({ key, operator }: { key: string; operator: string }) => key === HASH && operator === 'In'
  return topologyKey === HOSTNAME && (labelSelector?.matchExpressions?.some(isInjected) ?? false)
}

/** The terms of either kind that look injected: more than one where an undo has made an injected term the user's own. */
function injectedIn(affinity: PodAntiAffinity | undefined) {
  const wishes = affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  const needs = affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []
  const preferred = wishes.filter(wish => isInjectedTerm(wish.podAffinityTerm))
  return { preferred, required: needs.filter(isInjectedTerm) }
}

/** The stable hashes that they name. */
export function injectedHashes(affinity: unknown): readonly string[] {
  const { preferred, required } = injectedIn(affinity as PodAntiAffinity | undefined)
  const terms = [...preferred.map(wish => wish.podAffinityTerm), ...required]
  const expressions = terms.flatMap(term => term.labelSelector?.matchExpressions ?? [])
  return expressions.filter(({ key }) => key === HASH).flatMap(({ values }) => values ?? [])
}
