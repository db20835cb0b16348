/** What there is before anything happens. */

import type { KubeObject } from '../../../sandbox/api.ts'
import type { Definition } from '../../../sandbox/argocd/application/definition.ts'
import { GitOps } from './gitops.ts'
import { objectsOf } from './manifests.ts'
import type { Objects } from './objects.ts'
import type { Stage } from './stage.ts'
import type { Then } from './then.ts'

export class Given {
  private readonly stage: Stage
  private readonly objects: Objects
  private readonly seen: Then

  constructor(stage: Stage, objects: Objects, seen: Then) {
    this.stage = stage
    this.objects = objects
    this.seen = seen
  }

  /** Applies the objects of a YAML text; the first Rollout in it becomes the one that the scenario is about. */
  async manifest(yaml: string): Promise<void> {
    for (const object of this.introduce(yaml)) await this.objects.apply(object)
    await this.stage.settle()
  }

  /** Leaves the objects of a YAML text to an Argo CD application that syncs and self-heals; `spec` is the rest of the application's. */
  gitOps(yaml: string, spec: Partial<Definition['spec']> = {}): Promise<GitOps> {
    this.introduce(yaml)
    return GitOps.begin(this.stage, yaml, spec)
  }

  /** Applies them and lets time pass until the Rollout is Healthy. */
  async healthy(yaml: string): Promise<void> {
    await this.manifest(yaml)
    await this.seen.becomes('Healthy')
  }

  private introduce(yaml: string): readonly KubeObject[] {
    const objects = objectsOf(yaml)
    const rollout = objects.find(({ kind }) => kind === 'Rollout')
    if (rollout) this.seen.about(rollout.metadata.name)
    return objects
  }
}
