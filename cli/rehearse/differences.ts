/** Where two pod templates differ, in the terms in which identity compares them: defaulted, without what a controller injects. */
import { withoutInjected } from '../../core/identity/injected.ts'
import { withDefaults } from '../../core/kube/template/defaults.ts'
import { comparable } from '../../core/kube/template/equality.ts'
import type { PodTemplate } from '../../core/kube/types.ts'
import type { ReplicaSetView } from '../../core/world.ts'

type Json = { readonly [key: string]: unknown }

/** Paths like `spec.containers[0].image`, as deep as both sides have the same shape. */
export function differingFields(set: ReplicaSetView, live: PodTemplate, wanted: PodTemplate): readonly string[] {
  const [before, after] = [withoutInjected(set, live), withDefaults(wanted)].map(each => JSON.parse(comparable(each)))
  return differences(before, after, '')
}

function differences(a: unknown, b: unknown, path: string): readonly string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return []
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return [path]
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].flatMap(key => differences(a[key], b[key], Array.isArray(a) ? `${path}[${key}]` : join(path, key)))
}

const isContainer = (value: unknown): value is Json => typeof value === 'object' && value !== null

const join = (path: string, key: string) => (path === '' ? key : `${path}.${key}`)
