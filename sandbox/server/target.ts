import type { Kind } from '../kinds/kind.ts'
import { pathNotFound } from './errors.ts'
import type { Kinds } from './kinds.ts'

/** What a resource path points at. */
export interface Target {
  readonly kind: Kind
  /** Empty for cluster-wide resources and for lists over all namespaces. */
  readonly namespace: string
  readonly name: string
  /** `status`, `scale`, `eviction` ... or empty. */
  readonly subresource: string
}

/** The target of `/api/v1/...` or `/apis/GROUP/VERSION/...`; undefined for a path that is no resource's. Throws the 404 of an unknown resource. */
export function targetOf(path: string, kinds: Kinds): Target | undefined {
  const parts = path
    .split('/')
    .filter(part => part !== '')
    .map(decode)
  const [root, ...rest] = parts.filter((part, index) => !isWatchPart(parts, part, index))
  if (root === 'api' && rest.length >= 2) return inGroup('', rest, kinds)
  if (root === 'apis' && rest.length >= 3) return inGroup(rest[0]!, rest.slice(1), kinds)
  return undefined
}

/** Old clients put `watch` before the resource: `/api/v1/watch/namespaces/x/pods`. */
export const isWatchPath = (path: string): boolean => /^\/(api\/[^/]+|apis\/[^/]+\/[^/]+)\/watch\//.test(path)

function isWatchPart(parts: readonly string[], part: string, index: number): boolean {
  return part === 'watch' && index === (parts[0] === 'api' ? 2 : 3) && parts.length > index + 1
}

function inGroup(group: string, [version, ...rest]: string[], kinds: Kinds): Target | undefined {
  if (!kinds.hasVersion(group, version!)) return undefined
  // `namespaces/x/pods` is in a namespace; `namespaces/x` and `namespaces/x/status` are the namespace itself.
  const inside = rest[0] === 'namespaces' && rest.length >= 3 && !(group === '' && NAMESPACE_SUBRESOURCES.has(rest[2]!))
  const namespace = inside ? rest[1]! : ''
  const [plural, name = '', subresource = '', ...more] = inside ? rest.slice(2) : rest
  const kind = kinds.find(group, version!, plural!)
  if (!kind || more.length > 0 || (inside && !kind.namespaced)) throw pathNotFound()
  // A namespaced object has no address outside its namespace.
  if (kind.namespaced && !inside && name) throw pathNotFound()
  return { kind, namespace, name, subresource }
}

const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize'])

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw pathNotFound()
  }
}
