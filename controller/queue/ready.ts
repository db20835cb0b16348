/** 0 goes first. */
export type Priority = 0 | 1 | 2

/** Every so many turns the oldest key goes first, whatever its priority, so that a steady stream of urgent work starves nobody. */
const fairTurn = 8

/** Keys that wait for a worker: each once, urgent ones first, in the order of arrival within a priority. */
export class Ready {
  private readonly levels: readonly [Map<string, number>, Map<string, number>, Map<string, number>] = [
    new Map(),
    new Map(),
    new Map(),
  ]
  private arrivals = 0
  private turns = 0

  get size(): number {
    return this.levels.reduce((sum, level) => sum + level.size, 0)
  }

  /** A key that already waits keeps its place, unless it has become more urgent. */
  add(key: string, priority: Priority): void {
    const known = this.levels.findIndex(level => level.has(key))
    if (known !== -1 && known <= priority) return
    if (known !== -1) this.levels[known as Priority].delete(key)
    this.levels[priority].set(key, this.arrivals++)
  }

  take(): string | undefined {
    const fair = ++this.turns % fairTurn === 0
    const waiting = this.levels.filter(level => level.size > 0)
    const level = fair ? waiting.toSorted((a, b) => first(a)[1] - first(b)[1])[0] : waiting[0]
    if (!level) return undefined
    const [key] = first(level)
    level.delete(key)
    return key
  }

  clear(): void {
    for (const level of this.levels) level.clear()
  }
}

function first(level: ReadonlyMap<string, number>): readonly [string, number] {
  return level.entries().next().value!
}
