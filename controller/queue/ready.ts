/** 0: not begun yet, 1: under way, 2: settled. */
export type Priority = 0 | 1 | 2

/** What is under way goes before what has not begun (which may have workers of its own), and what is settled can wait. */
const order = [1, 0, 2] as const

/** Every so many turns the key that has waited longest goes first, whatever its priority, so that a steady stream of work starves nobody. */
const fairTurn = 32

interface Waiting {
  /** When it came. */
  readonly arrival: number
  /** When it first came with a priority above the last one, and has not been back there since: what was begun first is finished first. */
  readonly begun: number
}

/** Keys that wait for a worker, each once. */
export class Ready {
  private readonly levels: readonly [Map<string, Waiting>, Map<string, Waiting>, Map<string, Waiting>] = [
    new Map(),
    new Map(),
    new Map(),
  ]
  private readonly begun = new Map<string, number>()
  private arrivals = 0
  private turns = 0

  get size(): number {
    return this.levels.reduce((sum, level) => sum + level.size, 0)
  }

  /** How many of them have not begun. */
  get newcomers(): number {
    return this.levels[0].size
  }

  has(key: string): boolean {
    return this.levels.some(level => level.has(key))
  }

  /** A key that already waits keeps its place, unless it has become more urgent. */
  add(key: string, priority: Priority): void {
    const known = this.levels.findIndex(level => level.has(key))
    if (known !== -1 && known <= priority) return
    if (known !== -1) this.levels[known as Priority].delete(key)
    const arrival = this.arrivals++
    const begun = this.begun.get(key) ?? arrival
    if (priority === 2) this.begun.delete(key)
    else this.begun.set(key, begun)
    this.levels[priority].set(key, { arrival, begun })
  }

  take(): string | undefined {
    this.turns += 1
    const waiting = order.map(priority => this.levels[priority]).filter(level => level.size > 0)
    const level = this.turns % fairTurn === 0 ? longestWaiting(waiting) : waiting[0]
    if (!level) return undefined
    const key = level === this.levels[1] ? earliestBegun(level) : first(level)[0]
    level.delete(key)
    return key
  }

  /** For the workers that do nothing but begin. */
  takeNew(): string | undefined {
    const [level] = this.levels
    const [key] = level.keys()
    if (key !== undefined) level.delete(key)
    return key
  }

  /** The key's object is gone. */
  forget(key: string): void {
    this.begun.delete(key)
  }

  clear(): void {
    for (const level of this.levels) level.clear()
  }
}

function first(level: ReadonlyMap<string, Waiting>): readonly [string, Waiting] {
  return level.entries().next().value!
}

function longestWaiting<Level extends ReadonlyMap<string, Waiting>>(levels: readonly Level[]): Level | undefined {
  return levels.toSorted((a, b) => first(a)[1].arrival - first(b)[1].arrival)[0]
}

function earliestBegun(level: ReadonlyMap<string, Waiting>): string {
  let [key, { begun }] = first(level)
  for (const [other, waiting] of level) if (waiting.begun < begun) [key, begun] = [other, waiting.begun]
  return key
}
