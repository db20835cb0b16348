/** Labels and annotations that pods carry while their version has a role (contract rollout 11.5). */
import type { PodTemplateMetadata } from '../api/types.ts'
import type { Body } from '../intent.ts'
import { EPHEMERAL_METADATA } from '../keys.ts'
import { anyJson } from '../kube/canonical.ts'
import type { Situation } from '../situation.ts'
import { isPromoted } from '../situation.ts'
import type { ReplicaSetView } from '../world.ts'

type Map = { readonly [key: string]: string }

/** Whether the strategy says anything about metadata; if not, nothing is looked at. */
export function hasEphemeralMetadata(s: Pick<Situation, 'canary' | 'blueGreen'>): boolean {
  const { canary, blueGreen } = s
  return [canary?.canaryMetadata, canary?.stableMetadata, blueGreen?.previewMetadata, blueGreen?.activeMetadata].some(
    Boolean,
  )
}

/** What the pods of a version should carry: older revisions nothing, the new one the stable metadata once it is promoted. */
export function metadataFor(s: Situation, rs: ReplicaSetView): PodTemplateMetadata | undefined {
  const serving = s.canary?.stableMetadata ?? s.blueGreen?.activeMetadata
  const trying = s.canary?.canaryMetadata ?? s.blueGreen?.previewMetadata
  if (rs === s.newRS) return s.stableRS === undefined || isPromoted(s.status) ? serving : trying
  return rs === s.stableRS ? serving : undefined
}

/** What was injected, as the ReplicaSet remembers it; unreadable bookkeeping means nothing. */
export function injectedMetadata(annotations: Map): PodTemplateMetadata {
  const text = annotations[EPHEMERAL_METADATA]
  if (!text) return {}
  try {
    return JSON.parse(text) as PodTemplateMetadata
  } catch {
    return {}
  }
}

/** The bookkeeping annotation, as Go prints the struct; null when nothing is desired, which is not the same as a role without a key. */
export function bookkeeping(wanted: PodTemplateMetadata | undefined): string | null {
  if (!wanted) return null
  const fields = (['labels', 'annotations'] as const).filter(field => Object.keys(wanted[field] ?? {}).length > 0)
  return `{${fields.map(field => `"${field}":${anyJson(wanted[field])}`).join(',')}}`
}

/** A merge patch that turns what is there into what is wanted: injected keys that are not wanted any more go, other keys are never touched. */
export function changes(present: Map, injected: Map = {}, wanted: Map = {}): { readonly [key: string]: string | null } {
  const gone = Object.keys(injected).filter(key => !(key in wanted) && key in present)
  const set = Object.entries(wanted).filter(([key, value]) => present[key] !== value)
  return { ...Object.fromEntries(gone.map(key => [key, null])), ...Object.fromEntries(set) }
}

/** A merge patch for a ReplicaSet's template and bookkeeping; empty when the template is right: what it has of its own was not injected. */
export function injectedMetadataBody(rs: ReplicaSetView, wanted: PodTemplateMetadata | undefined): Body {
  const injected = injectedMetadata(rs.annotations)
  const labels = changes(rs.templateLabels, injected.labels, wanted?.labels)
  const annotations = changes(rs.templateAnnotations, injected.annotations, wanted?.annotations)
  const template = {
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  }
  if (Object.keys(template).length === 0) return {}
  const note = bookkeeping(wanted)
  return {
    ...((rs.annotations[EPHEMERAL_METADATA] ?? null) === note
      ? {}
      : { metadata: { annotations: { [EPHEMERAL_METADATA]: note } } }),
    spec: { template: { metadata: template } },
  }
}
