import { describe } from './path.ts'

export interface RequestCount {
  readonly verb: string
  readonly resource: string
  /** HTTP status; 0 when no answer came. */
  readonly code: number
  count: number
}

/** How many requests went out, by verb, resource and answer. A watch counts when it starts. */
export class RequestCounts {
  private readonly counts = new Map<string, RequestCount>()

  add(method: string, path: string, code: number): void {
    const { verb, resource } = describe(method, path)
    const key = `${verb} ${resource} ${code}`
    const known = this.counts.get(key)
    if (known) known.count += 1
    else this.counts.set(key, { verb, resource, code, count: 1 })
  }

  all(): readonly RequestCount[] {
    return [...this.counts.values()]
  }
}
