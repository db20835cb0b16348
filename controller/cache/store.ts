/**
 * Objects of one resource by `namespace/name`, with indexes. Written by its reflector alone (design rule 3); everybody else reads,
 * and what they read is frozen.
 */
export type Indexes<T, Name extends string> = {
  readonly [index in Name]: (object: T, key: string) => readonly string[]
}

/** `before` is absent for a new object, `after` for one that went. */
export type Listener<T> = (key: string, before: T | undefined, after: T | undefined) => void

export class Store<T, Index extends string = never> {
  /** The newest resourceVersion that the watch has shown, of any object of this resource. */
  version = '0'
  private readonly objects = new Map<string, T>()
  private readonly indexes: readonly (readonly [Index, (object: T, key: string) => readonly string[]])[]
  private readonly indexed = new Map<Index, Map<string, readonly T[]>>()
  private readonly listeners: Listener<T>[] = []

  constructor(indexes: Indexes<T, Index>) {
    this.indexes = Object.entries(indexes) as never
    for (const [index] of this.indexes) this.indexed.set(index, new Map())
  }

  get size(): number {
    return this.objects.size
  }

  get(key: string): T | undefined {
    return this.objects.get(key)
  }

  keys(): IterableIterator<string> {
    return this.objects.keys()
  }

  entries(): IterableIterator<[string, T]> {
    return this.objects.entries()
  }

  /** The objects that the index knows under `value`, in no particular order. */
  by(index: Index, value: string): readonly T[] {
    return this.indexed.get(index)?.get(value) ?? []
  }

  onChange(listener: Listener<T>): void {
    this.listeners.push(listener)
  }

  /** For the reflector only. */
  set(key: string, after: T | undefined): void {
    const before = this.objects.get(key)
    if (before === undefined && after === undefined) return
    if (after === undefined) this.objects.delete(key)
    else this.objects.set(key, after)
    this.index(key, before, after)
    for (const listener of this.listeners) listener(key, before, after)
  }

  /** For the reflector only: forgets what a complete reading has not shown. */
  retain(seen: ReadonlySet<string>): void {
    for (const key of [...this.objects.keys()]) if (!seen.has(key)) this.set(key, undefined)
  }

  private index(key: string, before: T | undefined, after: T | undefined): void {
    for (const [name, valuesOf] of this.indexes) {
      const index = this.indexed.get(name)!
      if (before !== undefined) for (const value of valuesOf(before, key)) remove(index, value, before)
      if (after !== undefined)
        for (const value of valuesOf(after, key)) index.set(value, [...(index.get(value) ?? []), after])
    }
  }
}

function remove<T>(index: Map<string, readonly T[]>, value: string, object: T): void {
  const rest = (index.get(value) ?? []).filter(other => other !== object)
  if (rest.length === 0) index.delete(value)
  else index.set(value, rest)
}

/** Whether version `a` is at least as new as `b`. Versions are decimal numbers of any length, ordered within one resource. */
export function isAtLeast(a: string, b: string): boolean {
  return a.length === b.length ? a >= b : a.length > b.length
}
