/** Stage: the ReplicaSet of a template that has none (contract rollout 3.5). Later stages of the pass merge its size and metadata into this request. */
import { type Draft, mergeBody, type Note, withWrite } from '../draft.ts'
import type { Body } from '../intent.ts'
import { HASH } from '../keys.ts'
import { affinityOf } from '../metadata/affinity.ts'
import { injectedMetadataBody, metadataFor } from '../metadata/ephemeral.ts'
import { revisionOf } from '../revision.ts'
import type { Situation } from '../situation.ts'
import { type Stage, said } from '../stage.ts'
import { copiedAnnotations } from './annotations.ts'
import { aliveOf, ownerReference } from './ownership.ts'

export const createReplicaSet: Stage<Situation, Draft> = {
  name: 'createReplicaSet',
  run(s, draft) {
    if (s.newRSExists) return { trace: said('satisfied', 'Exists', { replicaSet: s.newRS.name }) }
    const object = mergeBody(render(s), injectedMetadataBody(s.newRS, metadataFor(s, s.newRS))) as ReturnType<
      typeof render
    >
    return {
      draft: withWrite(
        draft,
        {
          key: `ReplicaSet/${s.newRS.name}`,
          intent: { do: 'create', object, ...guard(s), because: 'no ReplicaSet has this template' },
        },
        [announcement(s)],
      ),
      trace: said('acted', 'NewTemplate', { replicaSet: s.newRS.name }),
    }
  },
}

/** What was there before may have been collected as garbage of a Rollout that is gone: made again and again, until the watch tells. */
function guard({ stored, podHash, world }: Situation) {
  return stored.currentPodHash === podHash ? { alive: aliveOf(world) } : {}
}

/** The ReplicaSet at size zero. */
function render(s: Situation) {
  const { name, namespace } = s.rollout.metadata
  const { newRS, selector } = s
  const minReadySeconds = newRS.minReadySeconds > 0 ? { minReadySeconds: newRS.minReadySeconds } : {}
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${s.podHash}`,
      namespace,
      labels: newRS.labels,
      annotations: { ...copiedAnnotations(s), ...newRS.annotations },
      ownerReferences: [ownerReference(s.world)],
    },
    spec: {
      replicas: 0,
      ...minReadySeconds,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [HASH]: s.podHash } },
      template: { metadata: { ...s.template.metadata, labels: newRS.labels }, spec: podSpec(s) },
    },
  } satisfies Body
}

function podSpec(s: Situation) {
  const affinity = affinityOf(s)
  return affinity ? { ...s.template.spec, affinity } : s.template.spec
}

function announcement(s: Situation): Note {
  const message = `Created ReplicaSet ${s.newRS.name} (revision ${revisionOf(s.newRS)})`
  return { type: 'Normal', reason: 'NewReplicaSetCreated', message }
}
