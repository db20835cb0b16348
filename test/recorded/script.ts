/** The scenario language of the recordings: a namespace with objects, and steps that act, wait or record. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { KubeObject } from '../../sandbox/api.ts'

// biome-ignore lint/suspicious/noExplicitAny: values inside objects of every kind, found by a path
export type Value = any

export interface Script {
  /** Also that of its namespace. */
  readonly name: string
  readonly purpose: string
  /** The Rollout whose way is told. */
  readonly rollout: string
  readonly objects: readonly KubeObject[]
  readonly steps: readonly Step[]
}

export interface Wait {
  readonly kind?: string
  readonly name?: string
  readonly path: string
  readonly is?: Value
  readonly not?: Value
  readonly exists?: boolean
  readonly atLeast?: number
  /** Seconds. */
  readonly timeout?: number
  /** Take a Rollout too that has not observed its spec yet. */
  readonly stale?: boolean
}

export interface Patch {
  readonly kind?: string
  readonly name?: string
  readonly type?: 'merge' | 'json' | 'strategic'
  readonly subresource?: string
  readonly body: Value
  /** Text of the error that has to come. */
  readonly fails?: string
}

/** One key each. */
export interface Step {
  readonly apply?: 'all' | readonly (string | KubeObject)[]
  readonly patch?: Patch
  /** Values by path, of the Rollout or of the object under the key `of`. */
  readonly edit?: { readonly [path: string]: Value }
  readonly delete?: string
  readonly scale?: number
  readonly pod?: { readonly of: 'canary' | 'stable'; readonly ready: boolean; readonly count?: number }
  readonly action?: string
  readonly undo?: { readonly to: number }
  readonly wait?: Wait
  /** Seconds without any change; true means two. */
  readonly settle?: true | number
  readonly sleep?: number
  readonly record?: string
}

const SCRIPTS = new URL('golden/scenarios/', import.meta.url)

export function scripts(): Script[] {
  const files = readdirSync(SCRIPTS).filter(name => name.endsWith('.yaml'))
  return files.sort().map(name => readScript(readFileSync(new URL(name, SCRIPTS), 'utf8')))
}

const readScript = (text: string): Script => ({ rollout: 'web', ...parse(text) })

/** `a.b[0]["c.d"]` -> a, b, 0, c.d */
export function partsOf(path: string): string[] {
  const found = path.matchAll(/\["([^"]+)"\]|\[(-?\d+|-)\]|([^.[\]]+)/g)
  return [...found].map(([, quoted, index, word]) => quoted ?? index ?? word!)
}

/** What is at the path, or undefined. */
export function at(object: Value, path: string): Value {
  return partsOf(path).reduce((value, part) => (Array.isArray(value) ? value.at(Number(part)) : value?.[part]), object)
}

export function holds(value: Value, wait: Wait): boolean {
  if ('is' in wait) return equal(value, wait.is)
  if ('not' in wait) return !equal(value, wait.not)
  if (wait.atLeast !== undefined) return (value ?? 0) >= wait.atLeast
  return (value != null) === wait.exists
}

const equal = (a: Value, b: Value) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
