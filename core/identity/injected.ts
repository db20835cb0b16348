/** What this controller puts into a ReplicaSet's template beyond the Rollout's: it does not count when templates are compared. */
import type { PodTemplate } from '../api/types.ts'
import { HASH } from '../keys.ts'
import { isInjectedTerm, type PodAntiAffinity } from '../metadata/affinity.ts'
import { injectedMetadata } from '../metadata/ephemeral.ts'
import type { ReplicaSetView } from '../world.ts'

/** The template as the user wrote it, as far as it can be told: without ephemeral metadata, hash label and anti-affinity term. */
export function withoutInjected(rs: ReplicaSetView, template: PodTemplate): PodTemplate {
  const injected = injectedMetadata(rs.annotations)
  const metadata = {
    ...template.metadata,
    labels: without(template.metadata?.labels, [HASH, ...Object.keys(injected.labels ?? {})]),
    annotations: without(template.metadata?.annotations, Object.keys(injected.annotations ?? {})),
  }
  return { metadata, spec: withoutTerm(template.spec ?? {}) }
}

function without(map: { readonly [key: string]: string } = {}, keys: readonly string[]) {
  return Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)))
}

type Spec = NonNullable<PodTemplate['spec']>

/** Empty lists and objects that the term leaves behind mean nothing to the comparison, but an empty affinity is no affinity at all. */
function withoutTerm(spec: Spec): Spec {
  const affinity = spec.affinity as { readonly podAntiAffinity?: PodAntiAffinity } | undefined
  const anti = affinity?.podAntiAffinity
  if (!anti) return spec
  const required = anti.requiredDuringSchedulingIgnoredDuringExecution?.filter(term => !isInjectedTerm(term))
  const preferred = anti.preferredDuringSchedulingIgnoredDuringExecution?.filter(
    wish => !isInjectedTerm(wish.podAffinityTerm),
  )
  const kept = {
    ...(required?.length ? { requiredDuringSchedulingIgnoredDuringExecution: required } : {}),
    ...(preferred?.length ? { preferredDuringSchedulingIgnoredDuringExecution: preferred } : {}),
  }
  const { podAntiAffinity: _, ...others } = affinity
  const left = Object.keys(kept).length > 0 ? { ...others, podAntiAffinity: kept } : others
  const { affinity: __, ...rest } = spec
  return Object.keys(left).length > 0 ? { ...rest, affinity: left } : rest
}
