/**
 * A set of field paths in the form that managedFields has (FieldsV1): each key is a path element (`f:name`, `k:{"name":"web"}`, `v:"x"`), and an
 * element is itself in the set when it has nothing below it, or `.` beside what it has.
 */
export interface FieldSet {
  readonly [element: string]: FieldSet
}

/** A set under construction. */
export interface FieldSetDraft {
  [element: string]: FieldSetDraft
}

export const EMPTY: FieldSet = {}

export const union = (a: FieldSet, b: FieldSet): FieldSet => combine(a, b, UNION)
export const difference = (a: FieldSet, b: FieldSet): FieldSet => combine(a, b, DIFFERENCE)
export const intersection = (a: FieldSet, b: FieldSet): FieldSet => combine(a, b, INTERSECTION)

export function isEmpty(set: FieldSet): boolean {
  return Object.keys(set).length === 0
}

/** The elements directly below a node, without the mark of the node itself. */
export function elements(node: FieldSet): string[] {
  return Object.keys(node).filter(element => element !== '.')
}

/** Whether the path that leads to this node is in the set. */
export function isMember(node: FieldSet | undefined): boolean {
  return node !== undefined && (Object.hasOwn(node, '.') || isEmpty(node))
}

/** A node from its parts; undefined when there is nothing to say. */
export function node(member: boolean, below: FieldSetDraft): FieldSet | undefined {
  if (Object.keys(below).length === 0) return member ? {} : undefined
  return member ? { '.': {}, ...below } : below
}

/** Which elements of two sets are looked at, and which of them stay. */
interface Rule {
  readonly among: (a: FieldSet, b: FieldSet) => string[]
  readonly keep: (inA: boolean, inB: boolean) => boolean
}

const UNION: Rule = {
  among: (a, b) => [...elements(a), ...elements(b).filter(element => !Object.hasOwn(a, element))],
  keep: (inA, inB) => inA || inB,
}
const DIFFERENCE: Rule = { among: elements, keep: (inA, inB) => inA && !inB }
const INTERSECTION: Rule = {
  among: (a, b) => elements(a).filter(element => Object.hasOwn(b, element)),
  keep: (inA, inB) => inA && inB,
}

function combine(a: FieldSet, b: FieldSet, rule: Rule): FieldSet {
  const below: FieldSetDraft = {}
  for (const element of rule.among(a, b)) {
    const [inA, inB] = [a[element], b[element]]
    const under = combine(inA ?? EMPTY, inB ?? EMPTY, rule) as FieldSetDraft
    const combined = node(rule.keep(isMember(inA), isMember(inB)), under)
    if (combined) below[element] = combined as FieldSetDraft
  }
  return below
}

/** `set` without the members of `ignored` and everything below them. */
export function without(set: FieldSet, ignored: FieldSet): FieldSet {
  const left: FieldSetDraft = Object.hasOwn(set, '.') ? { '.': {} } : {}
  for (const element of elements(set)) {
    const under = ignored[element]
    if (isMember(under)) continue
    const child = under ? without(set[element]!, under) : set[element]!
    if (!isEmpty(child) || isEmpty(set[element]!)) left[element] = child as FieldSetDraft
  }
  return left
}

/** Adds one path to a set under construction. */
export function insert(draft: FieldSetDraft, path: readonly string[]): void {
  let at = draft
  for (const [depth, element] of path.entries()) {
    const isNew = !Object.hasOwn(at, element)
    const isLast = depth === path.length - 1
    if (isNew) at[element] = {}
    else if (isLast !== isEmpty(at[element]!)) at[element]!['.'] = {}
    at = at[element]!
  }
}

/** The paths of a set, shallow before deep, as lists of elements. */
export function pathsOf(set: FieldSet, prefix: readonly string[] = []): string[][] {
  const here = elements(set).sort(byElement)
  const members = here.filter(element => isMember(set[element])).map(element => [...prefix, element])
  return [...members, ...here.flatMap(element => pathsOf(set[element]!, [...prefix, element]))]
}

/** The same set with its keys in the order in which the server writes them. */
export function sorted(set: FieldSet): FieldSet {
  return Object.fromEntries(
    Object.keys(set)
      .sort(byElement)
      .map(element => [element, sorted(set[element]!)]),
  )
}

const RANK = '.fkvi'

function byElement(a: string, b: string): number {
  return RANK.indexOf(a[0]!) - RANK.indexOf(b[0]!) || (a < b ? -1 : 1)
}
