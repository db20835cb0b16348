/**
 * What our own writes must still show in the caches (design rule 3). The cache is never written by us, so a key that has written
 * waits until the watch has caught up; acting earlier would be acting on a world that no longer exists.
 */

import { isAtLeast } from './cache/store.ts'
import type { ResourceName } from './client/path.ts'
import type { Clock } from './clock.ts'

interface Written {
  readonly version: string
  readonly since: number
}

interface Expectation {
  readonly resource: ResourceName
  readonly since: number
  readonly isMet: () => boolean
}

/** A view that has not caught up after this long is behind for good: a watch event was missed (users 4-B5). */
const staleAfter = 30_000

export class Expectations {
  private readonly clock: Clock
  private readonly versionOf: (resource: ResourceName) => string
  private readonly open = new Map<string, Expectation[]>()
  private readonly written = new Map<ResourceName, readonly Written[]>()

  /** `versionOf` is the newest version that the watch of a resource has shown. */
  constructor(clock: Clock, versionOf: (resource: ResourceName) => string) {
    this.clock = clock
    this.versionOf = versionOf
  }

  /** The key has written an object of this resource and was given this version. */
  wrote(key: string, resource: ResourceName, version: string): void {
    this.expect(key, resource, () => isAtLeast(this.versionOf(resource), version))
    this.written.set(resource, [...this.left(resource), { version, since: this.clock.now() }])
  }

  /** How many of our latest writes the watch of a resource has not shown yet: how far it is behind. */
  unshown(resource: ResourceName): number {
    const left = this.left(resource)
    this.written.set(resource, left)
    return left.length
  }

  /** The key has deleted an object; `isGone` asks the cache. A deletion's version is not told. */
  deleted(key: string, resource: ResourceName, isGone: () => boolean): void {
    this.expect(key, resource, isGone)
  }

  isMet(key: string): boolean {
    const left = (this.open.get(key) ?? []).filter(expectation => !expectation.isMet())
    if (left.length === 0) this.open.delete(key)
    else this.open.set(key, left)
    return left.length === 0
  }

  /** Resources whose view is overdue for this key, and the moment at which the next one will be. */
  overdue(key: string): { readonly resources: readonly ResourceName[]; readonly next: number } {
    const now = this.clock.now()
    const left = this.open.get(key) ?? []
    const late = left.filter(({ since }) => now - since >= staleAfter)
    const next = Math.min(...left.map(({ since }) => since + staleAfter).filter(at => at > now), now + staleAfter)
    return { resources: [...new Set(late.map(({ resource }) => resource))], next }
  }

  forget(key: string): void {
    this.open.delete(key)
  }

  private left(resource: ResourceName): readonly Written[] {
    const [shown, late] = [this.versionOf(resource), this.clock.now() - staleAfter]
    const isLeft = ({ version, since }: Written) => since > late && !isAtLeast(shown, version)
    return (this.written.get(resource) ?? []).filter(isLeft)
  }

  private expect(key: string, resource: ResourceName, isMet: () => boolean): void {
    const known = this.open.get(key) ?? []
    this.open.set(key, [...known, { resource, since: this.clock.now(), isMet }])
  }
}
