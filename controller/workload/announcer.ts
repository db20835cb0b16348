/**
 * Tells each Rollout which generation of its workload is current, by annotation, the moment the workload changes and ahead of all
 * queued work: until then Argo CD takes a Rollout whose Deployment has just changed for healthy (users 4-L1). Retried until written.
 */
import type { Rollout } from '../../core/api/types.ts'
import { WORKLOAD_GENERATION } from '../../core/keys.ts'
import type { Client, KubeObject } from '../client/client.ts'
import { isCode } from '../client/error.ts'
import { pathOf, resources } from '../client/path.ts'
import type { Expectations } from '../expectations.ts'
import { done, type Outcome, retry } from '../queue/outcome.ts'
import type { WorkloadResolver } from './resolver.ts'

export interface AnnouncerOptions {
  readonly client: Client
  readonly expectations: Expectations
  readonly resolver: WorkloadResolver
  readonly rollout: (key: string) => Rollout | undefined
  readonly mayWrite: () => void
}

export class Announcer {
  private readonly options: AnnouncerOptions
  /** What was written last for each key: until the watch has shown it, the annotation that is seen is the one before. */
  private readonly announced = new Map<string, string>()

  constructor(options: AnnouncerOptions) {
    this.options = options
  }

  isDue(key: string): boolean {
    return this.due(key) !== undefined
  }

  async announce(key: string): Promise<Outcome> {
    const due = this.due(key)
    if (!due) return done
    this.options.mayWrite()
    try {
      const stored = await this.write(due)
      this.options.expectations.wrote(key, 'rollouts', stored.metadata.resourceVersion)
      this.announced.set(key, markOf(due))
      return done
    } catch (error) {
      // A conflict too: nothing of what is said depends on what somebody else has changed.
      return isCode(error, 404) ? done : retry(error)
    }
  }

  forget(key: string): void {
    this.announced.delete(key)
  }

  private due(key: string): Due | undefined {
    const { expectations, resolver, rollout } = this.options
    const about = rollout(key)
    const generation = about && generationToAnnounce(about, resolver)
    if (!about || generation === undefined) return undefined
    const due = { about, generation }
    const isOnItsWay = this.announced.get(key) === markOf(due) && !expectations.isMet(key)
    return isOnItsWay ? undefined : due
  }

  private write({ about, generation }: Due): Promise<KubeObject> {
    const { namespace, name, uid } = about.metadata
    return this.options.client.request({
      method: 'PATCH',
      isUrgent: true,
      path: pathOf(resources.rollouts, { namespace, name }, { fieldManager: 'slipway' }),
      contentType: 'application/merge-patch+json',
      body: { metadata: { uid, annotations: { [WORKLOAD_GENERATION]: generation } } },
    })
  }
}

interface Due {
  readonly about: Rollout
  readonly generation: string
}

function markOf({ about, generation }: Due): string {
  return `${about.metadata.uid} ${generation}`
}

/** The generation that the annotation should carry and does not. */
export function generationToAnnounce({ metadata, spec }: Rollout, resolver: WorkloadResolver): string | undefined {
  if (!spec.workloadRef || metadata.deletionTimestamp !== undefined) return undefined
  const { apiVersion = '', kind = '', name = '' } = spec.workloadRef
  const generation = resolver.generationOf(metadata.namespace, { apiVersion, kind, name })
  if (generation === undefined || metadata.annotations?.[WORKLOAD_GENERATION] === String(generation)) return undefined
  return String(generation)
}
