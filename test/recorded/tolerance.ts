/** Differences from upstream that are meant, as golden/tolerated.yaml lists them. */
import { readFileSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'yaml'
import { quantitiesEqual } from '../../core/kube/quantity.ts'
import type { Difference } from './differences.ts'
import type { Value } from './script.ts'

/** The globs are of the recordings' tool: `*` is anything. */
export interface Tolerance {
  readonly scenario?: string
  readonly path: string
  /** What may differ there; without it, only what `upstream` and `ours` list. */
  readonly allows?: keyof typeof ALLOWED
  /** Globs of what only upstream has there, and of what only we have: `Reason: message` of events and conditions, others as JSON. */
  readonly upstream?: readonly string[]
  readonly ours?: readonly string[]
  /** Begins with the id of the row in docs/compatibility.md. */
  readonly reason: string
  /** It depends on which of two requests comes first whether it is needed. */
  readonly isChance?: boolean
}

const ALLOWED = {
  /** Ours is the lower number. */
  lower: (upstream: Value, ours: Value) => Number(ours) < Number(upstream),
  /** The same amount in another spelling, or nothing in one of the ways to write nothing. */
  spelling: (upstream: Value, ours: Value) =>
    (isNothing(upstream) && isNothing(ours)) || quantitiesEqual(upstream ?? '', ours ?? ''),
  /** States that are the same but for where Services point. */
  services: (upstream: Value, ours: Value) => isDeepStrictEqual(withoutServices(upstream), withoutServices(ours)),
}

export const tolerances = (): Tolerance[] =>
  parse(readFileSync(new URL('golden/tolerated.yaml', import.meta.url), 'utf8'))

export function tolerates(rule: Tolerance, scenario: string, { path, expected, actual }: Difference): boolean {
  if (!fits(rule.scenario ?? '*', scenario) || !fits(rule.path, path)) return false
  if (rule.allows) return ALLOWED[rule.allows](expected, actual)
  return isListed(expected, rule.upstream) && isListed(actual, rule.ours)
}

function isListed(value: Value, globs: readonly string[] = []): boolean {
  const items: readonly Value[] = value === undefined ? [] : Array.isArray(value) ? value : [value]
  return items.map(textOf).every(text => globs.some(glob => fits(glob, text)))
}

function textOf(item: Value): string {
  if (typeof item === 'string') return item
  return item?.reason ? `${item.reason}: ${item.message}` : JSON.stringify(item)
}

const fits = (glob: string, text: string) => matchesGlob(text.replaceAll('/', '|'), glob.replaceAll('/', '|'))

const isNothing = (value: Value) =>
  value == null || value === '' || value === false || value === '0' || isDeepStrictEqual(value, {})

const withoutServices = (states: readonly Value[] = []) => states.map(({ services, ...rest }) => rest)
