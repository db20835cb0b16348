/** Live objects as files, for a team whose checkout is not at hand: without what the API server and controllers have added. */
import { stringify } from 'yaml'
import { LAST_APPLIED } from '../../../core/keys.ts'
import type { Stored } from '../cluster/objects.ts'
import type { Subject } from '../preflight/finding.ts'
import { TRACKING_ID } from '../preflight/owner.ts'
import type { Files } from './files.ts'
import { scalersOf } from './scalers.ts'

export function renderLive(subject: Subject): Files {
  const { owner, surroundings, wish } = subject
  const application = owner?.application
  const rollouts = surroundings.rollouts.filter(({ metadata }) => metadata.name === wish.name)
  const objects: readonly [string, Stored][] = [
    ...(application ? [['Application', application] as [string, Stored]] : []),
    ...(['Deployment', 'Rollout'] as const).flatMap(target =>
      scalersOf(subject, target).map(({ kind, object }): [string, Stored] => [kind, object]),
    ),
    ...rollouts.map((rollout): [string, Stored] => ['Rollout', rollout]),
  ]
  return new Map(
    objects.map(([kind, object]) => [
      pathOf(kind, object.metadata.name),
      stringify(manifestOf(kind, object), { lineWidth: 0 }),
    ]),
  )
}

export const pathOf = (kind: string, name: string) => `${kind.toLowerCase()}-${name}.yaml`

function manifestOf(kind: string, object: Stored): object {
  const { apiVersion, metadata, ...fields } = object as Stored & { status?: unknown; operation?: unknown }
  const { kind: _, status, operation, ...rest } = fields
  const { name, namespace, labels } = metadata
  const annotations = Object.entries(metadata.annotations ?? {}).filter(
    ([key]) => key !== LAST_APPLIED && key !== TRACKING_ID,
  )
  const kept = {
    name,
    namespace,
    ...(labels && { labels }),
    ...(annotations.length > 0 && { annotations: Object.fromEntries(annotations) }),
  }
  return { apiVersion: apiVersion ?? versions[kind], kind, metadata: kept, ...rest }
}

/** Items of a list do not say what they are. */
const versions: { readonly [kind: string]: string } = {
  Application: 'argoproj.io/v1alpha1',
  Rollout: 'argoproj.io/v1alpha1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  ScaledObject: 'keda.sh/v1alpha1',
  VerticalPodAutoscaler: 'autoscaling.k8s.io/v1',
}
