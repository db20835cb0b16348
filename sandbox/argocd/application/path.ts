/** The places that `ignoreDifferences` names: JSON pointers, and the jq paths that name a place and compute nothing. */
import type { Json } from '../../api.ts'
import { isMap } from '../merge.ts'

/** A member, an item, or (`null`) every item or member. */
export type Path = readonly (string | number | null)[]

/** RFC 6901. Throws an error that names what is no pointer. */
export function readPointer(text: string): Path {
  if (!/^(\/[^/]*)+$/.test(text)) throw new Error(`jsonPointers: "${text}" is no pointer: write it as /spec/replicas`)
  const parts = text.slice(1).split('/')
  return parts.map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

const step = /^(?:\.?\["((?:[^"\\]|\\.)*)"\]|\.?\[(\d*)\]|\.([A-Za-z_]\w*))/

/** `.spec.containers[].image`, `.metadata.annotations["a/b"]`, `.items[0].x`. Throws for everything that a filter or a function decides. */
export function readJqPath(text: string): Path {
  const path: (string | number | null)[] = []
  for (let rest = text.trim(); rest !== ''; ) {
    const found = step.exec(rest)
    if (!found) throw new Error(`jqPathExpressions: "${text}" is more than a path: ${remedy}`)
    const [all, quoted, index, name] = found
    if (quoted !== undefined) path.push(JSON.parse(`"${quoted}"`))
    else path.push(name ?? (index === '' ? null : Number(index)))
    rest = rest.slice(all.length)
  }
  if (path.length === 0) throw new Error(`jqPathExpressions: "${text}" names no place: ${remedy}`)
  return path
}

const remedy = 'the stand-in runs no jq and takes .name, ["name"], [0] and [] only'

/** Whether the path goes into a list, as far as that can be told without an object. */
export const isThroughList = (path: Path): boolean => path.some(part => part === null || /^\d+$/.test(String(part)))

/** A copy without what is at the path; what is not there is no error. */
export function without(value: Json | undefined, path: Path): Json | undefined {
  const [part, ...rest] = path
  if (part === undefined) return undefined
  if (Array.isArray(value)) {
    const isHit = (index: number) => part === null || String(index) === String(part)
    const left = value.map((item, index) => (isHit(index) ? without(item, rest) : item))
    return left.filter(item => item !== undefined)
  }
  if (!isMap(value)) return value
  const isHit = (key: string) => part === null || key === part
  const left = Object.entries(value).map(([key, item]) => [key, isHit(key) ? without(item, rest) : item] as const)
  return Object.fromEntries(left.filter((entry): entry is [string, Json] => entry[1] !== undefined))
}
