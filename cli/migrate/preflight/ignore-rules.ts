/** Reads `spec.ignoreDifferences` of an Application. */
import type { Application, IgnoreRule } from '../cluster/objects.ts'

export const REPLICAS_POINTER = '/spec/replicas'

export interface Inside {
  readonly kind: string
  readonly path: string
}

/** Paths that lead into a list: an index in a pointer, brackets in a jq expression. */
export function insideArray({ spec }: Application): readonly Inside[] {
  return (spec.ignoreDifferences ?? []).flatMap(({ kind, jsonPointers = [], jqPathExpressions = [] }) => {
    const pointers = jsonPointers.filter(pointer => /\/(\d+|-)(\/|$)/.test(pointer))
    const expressions = jqPathExpressions.filter(isInList)
    return [...pointers, ...expressions].map(path => ({ kind, path }))
  })
}

/** `.metadata.annotations["a/b"]` is a key of a map; `[]`, `[0]` and `[select(...)]` are not. */
function isInList(expression: string): boolean {
  return /\[(?!\s*["'])/.test(expression) || /\bselect\s*\(/.test(expression)
}

export function ignoresReplicas({ spec }: Pick<Application, 'spec'>, deployment: string): boolean {
  return (spec.ignoreDifferences ?? []).some(
    rule =>
      covers(rule, deployment) &&
      (rule.jsonPointers?.includes(REPLICAS_POINTER) || rule.jqPathExpressions?.includes('.spec.replicas')),
  )
}

function covers({ group = '', kind, name }: IgnoreRule, deployment: string): boolean {
  const isKind = ['apps', '*'].includes(group) && ['Deployment', '*'].includes(kind)
  return isKind && (!name || name === deployment)
}
