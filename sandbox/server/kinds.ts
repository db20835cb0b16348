import { builtinKinds } from '../kinds/index.ts'
import type { Kind } from '../kinds/kind.ts'
import { reviewKinds } from './subresources/kinds.ts'

/** The kinds that the server serves right now: the built-in rows and those of the established CustomResourceDefinitions. */
export class Kinds {
  private readonly versions = new Map<string, Map<string, Kind>>()
  private readonly custom = new Map<string, readonly Kind[]>()
  private everything: readonly Kind[] | undefined

  constructor(builtin: readonly Kind[] = [...builtinKinds, ...reviewKinds]) {
    for (const kind of builtin) this.add(kind)
  }

  find(group: string, version: string, plural: string): Kind | undefined {
    return this.versions.get(`${group}/${version}`)?.get(plural)
  }

  hasVersion(group: string, version: string): boolean {
    return this.versions.has(`${group}/${version}`)
  }

  /** Of all versions, in the order in which they were added; the same list until a kind comes or goes. */
  all(): readonly Kind[] {
    this.everything ??= [...this.versions.values()].flatMap(kinds => [...kinds.values()])
    return this.everything
  }

  /** Replaces the kinds of one CustomResourceDefinition; none takes it out of service. */
  setCustom(name: string, kinds: readonly Kind[]): void {
    for (const kind of this.custom.get(name) ?? []) this.drop(kind)
    for (const kind of kinds) this.add(kind)
    this.custom.set(name, kinds)
    this.everything = undefined
  }

  private add(kind: Kind): void {
    const key = `${kind.group}/${kind.version}`
    const plurals = this.versions.get(key) ?? new Map<string, Kind>()
    this.versions.set(key, plurals.set(kind.plural, kind))
  }

  private drop(kind: Kind): void {
    const key = `${kind.group}/${kind.version}`
    this.versions.get(key)?.delete(kind.plural)
    if (this.versions.get(key)?.size === 0) this.versions.delete(key)
  }
}

/** Where the objects of a kind are stored; versions of one resource share the place, and events of both groups do. */
export const storageOf = (kind: { group: string; plural: string }): string =>
  kind.plural === 'events' && kind.group === 'events.k8s.io' ? '/events' : `${kind.group}/${kind.plural}`

export const apiVersionOf = (kind: { group: string; version: string }): string =>
  kind.group ? `${kind.group}/${kind.version}` : kind.version
