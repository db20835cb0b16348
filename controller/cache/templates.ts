import { hash } from 'node:crypto'
import type { PodTemplate } from '../../core/kube/types.ts'

/** One copy of each distinct pod template, for as long as somebody holds it: a template is the largest part of a Rollout. */
export class SharedTemplates {
  private readonly known = new Map<string, WeakRef<PodTemplate>>()
  private readonly gone = new FinalizationRegistry<string>(key => {
    if (this.known.get(key)?.deref() === undefined) this.known.delete(key)
  })

  share(template: PodTemplate): PodTemplate {
    const key = hash('sha1', JSON.stringify(template), 'base64')
    const known = this.known.get(key)?.deref()
    if (known) return known
    this.known.set(key, new WeakRef(template))
    this.gone.register(template, key)
    return template
  }
}
