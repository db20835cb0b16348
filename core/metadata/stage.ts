/** Stage: ephemeral metadata of ReplicaSets, then of their pods, even where the ReplicaSet is right already (contract rollout 11.5, trap 42). */
import type { PodTemplateMetadata } from '../api/types.ts'
import { type Draft, withPatch } from '../draft.ts'
import { targetOf } from '../replicas/scale.ts'
import type { Situation } from '../situation.ts'
import { moved, type Stage, said } from '../stage.ts'
import type { PodView, ReplicaSetView } from '../world.ts'
import { changes, hasEphemeralMetadata, injectedMetadata, injectedMetadataBody, metadataFor } from './ephemeral.ts'

export const syncMetadata: Stage<Situation, Draft> = {
  name: 'syncMetadata',
  run(s, draft) {
    if (!hasEphemeralMetadata(s)) return { trace: said('skipped', 'NoMetadata') }
    const existing = s.newRSExists ? s.all : s.all.filter(rs => rs !== s.newRS)
    const next = existing.reduce((sofar, rs) => syncVersion(s, sofar, rs), draft)
    return moved(draft, next, ['Synced', 'Current'])
  },
}

/** New pods first: those that are made in between are right from the start. */
function syncVersion(s: Situation, draft: Draft, rs: ReplicaSetView): Draft {
  const body = injectedMetadataBody(rs, metadataFor(s, rs))
  const next =
    Object.keys(body).length === 0
      ? draft
      : withPatch(draft, {
          target: targetOf(s, rs),
          body,
          preconditions: { uid: rs.uid },
          because: 'its role has changed',
        })
  if (rs.replicas === 0) return next
  const pods = s.world.pods?.filter(pod => pod.ownerUid === rs.uid && pod.deletionTimestamp === undefined) ?? []
  return pods.reduce((sofar, pod) => syncPod(s, sofar, rs, pod), next)
}

function syncPod(s: Situation, draft: Draft, rs: ReplicaSetView, pod: PodView): Draft {
  const earlier = earlierMetadata(s, rs)
  const wanted = metadataFor(s, rs)
  const labels = changes(pod.labels, earlier.labels, wanted?.labels)
  const annotations = changes(pod.annotations, earlier.annotations, wanted?.annotations)
  const metadata = {
    ...(Object.keys(labels).length > 0 ? { labels } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  }
  if (Object.keys(metadata).length === 0) return draft
  const namespace = s.rollout.metadata.namespace
  return withPatch(draft, {
    target: { apiVersion: 'v1', kind: 'Pod', namespace, name: pod.name },
    body: { metadata },
    preconditions: { uid: pod.uid },
    because: 'the role of its version has changed',
  })
}

/**
 * What a pod may still carry from another role: what the ReplicaSet remembers, and what any role of the strategy injects, so that a pod
 * that was missed when the roles changed is still put right afterwards. Keys of the version's own template stay, unless they are remembered
 * as injected: then the template has lost them, too.
 */
function earlierMetadata(s: Situation, rs: ReplicaSetView): PodTemplateMetadata {
  const { canary, blueGreen } = s
  const roles = [canary?.canaryMetadata, canary?.stableMetadata, blueGreen?.previewMetadata, blueGreen?.activeMetadata]
  const injected = injectedMetadata(rs.annotations)
  const of = (field: 'labels' | 'annotations', template: ReplicaSetView['labels']) => {
    const others = roles.flatMap(role => Object.entries(role?.[field] ?? {})).filter(([key]) => !(key in template))
    return { ...Object.fromEntries(others), ...injected[field] }
  }
  return { labels: of('labels', rs.templateLabels), annotations: of('annotations', rs.templateAnnotations) }
}
