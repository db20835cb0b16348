import type { Change } from './change.ts'

/** The latest changes, so that a watch can be resumed and a paged list stays consistent; older ones are compacted away. */
export class History {
  private changes: Change[] = []
  private compacted: number
  private readonly window: number

  constructor(window: number, revision: number) {
    this.window = window
    this.compacted = revision
  }

  add(change: Change): void {
    this.changes.push(change)
    // Cut in bulk: a shift for each write would cost as much as the whole window.
    if (this.changes.length >= 2 * this.window)
      this.compact(this.changes[this.changes.length - this.window - 1]!.revision)
  }

  /** Forgets every change up to and including `revision`: what resumes before it gets 410. */
  compact(revision: number): void {
    this.changes = this.changes.filter(change => change.revision > revision)
    this.compacted = Math.max(this.compacted, revision)
  }

  /** The oldest revision that a watch can be resumed from. */
  oldest(): number {
    return this.compacted
  }

  /** Changes of the resource after `revision`, oldest first, or undefined when some of them are forgotten. */
  since(resource: string, revision: number): Change[] | undefined {
    if (revision < this.compacted) return undefined
    return this.changes.slice(this.firstAfter(revision)).filter(change => change.resource === resource)
  }

  private firstAfter(revision: number): number {
    let low = 0
    let high = this.changes.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.changes[middle]!.revision > revision) high = middle
      else low = middle + 1
    }
    return low
  }
}
