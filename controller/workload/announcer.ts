/**
 * Tells each Rollout which generation of its workload is current, by annotation, the moment the workload changes and ahead of all
 * queued work: until then Argo CD takes a Rollout whose Deployment has just changed for healthy (users 4-L1). Retried until written.
 */
import type { Rollout } from '../../core/api/types.ts'
import { WORKLOAD_GENERATION } from '../../core/keys.ts'
import type { Client, KubeObject } from '../client/client.ts'
import { isStale } from '../client/error.ts'
import { pathOf, resources } from '../client/path.ts'
import type { Expectations } from '../expectations.ts'
import { done, type Outcome } from '../queue/outcome.ts'
import type { WorkloadResolver } from './resolver.ts'

export interface AnnouncerOptions {
  readonly client: Client
  readonly expectations: Expectations
  readonly resolver: WorkloadResolver
  readonly rollout: (key: string) => Rollout | undefined
  readonly mayWrite: () => void
}

export async function announceGeneration(key: string, options: AnnouncerOptions): Promise<Outcome> {
  const rollout = options.rollout(key)
  const generation = rollout && generationToAnnounce(rollout, options.resolver)
  if (!rollout || generation === undefined) return done
  options.mayWrite()
  const { namespace, name, uid } = rollout.metadata
  try {
    const stored = await options.client.request<KubeObject>({
      method: 'PATCH',
      isUrgent: true,
      path: pathOf(resources.rollouts, { namespace, name }, { fieldManager: 'slipway' }),
      contentType: 'application/merge-patch+json',
      body: { metadata: { uid, annotations: { [WORKLOAD_GENERATION]: generation } } },
    })
    options.expectations.wrote(key, 'rollouts', stored.metadata.resourceVersion)
    return done
  } catch (error) {
    if (isStale(error)) return done
    return { outcome: 'retry', error }
  }
}

/** The generation that the annotation should carry and does not. */
export function generationToAnnounce({ metadata, spec }: Rollout, resolver: WorkloadResolver): string | undefined {
  if (!spec.workloadRef || metadata.deletionTimestamp !== undefined) return undefined
  const { apiVersion = '', kind = '', name = '' } = spec.workloadRef
  const generation = resolver.generationOf(metadata.namespace, { apiVersion, kind, name })
  if (generation === undefined || metadata.annotations?.[WORKLOAD_GENERATION] === String(generation)) return undefined
  return String(generation)
}
