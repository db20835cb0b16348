/**
 * `spec.ignoreDifferences`: what the verdict does not look at. With RespectIgnoreDifferences the live value is also what is applied; an ignored
 * field inside a list of a custom resource then keeps the whole list as it is, as in Argo CD 3.5 (contract argocd 8.1, argocd-seen 4).
 */
import type { Json, KubeObject } from '../../api.ts'
import { mergePatch } from '../../patch/index.ts'
import { type Identity, identityOf } from '../identity.ts'
import { diff, type JsonMap } from '../merge.ts'
import { isThroughList, type Path, readJqPath, readPointer, without } from './path.ts'

export interface IgnoreDifference {
  /** `*` fits every one. */
  readonly group?: string
  readonly kind: string
  readonly namespace?: string
  readonly name?: string
  readonly jsonPointers?: readonly string[]
  readonly jqPathExpressions?: readonly string[]
  /** Refused: who wrote a field is not looked at here. */
  readonly managedFieldsManagers?: readonly string[]
}

export interface IgnoreRule {
  readonly isFor: (identity: Identity) => boolean
  readonly paths: readonly Path[]
}

/** Throws an error that names the rule and what the stand-in does not play of it. */
export function readIgnoreRules(rules: readonly IgnoreDifference[], isRespected: boolean): IgnoreRule[] {
  return rules.map((rule, index) => {
    try {
      return readRule(rule, isRespected)
    } catch (error) {
      throw new Error(`ignoreDifferences[${index}].${(error as Error).message}`)
    }
  })
}

function readRule(rule: IgnoreDifference, isRespected: boolean): IgnoreRule {
  const { group = '', kind, namespace, name, jsonPointers = [], jqPathExpressions = [] } = rule
  if (rule.managedFieldsManagers)
    throw new Error('managedFieldsManagers: the stand-in does not look at who wrote a field: name the fields')
  const paths = [...jsonPointers.map(readPointer), ...jqPathExpressions.map(readJqPath)]
  if (isRespected && isBuiltin(group) && paths.some(isThroughList))
    throw new Error(
      'a place inside a list of a built-in kind, with RespectIgnoreDifferences: the stand-in does not merge lists by their keys: name a field outside lists',
    )
  const fits = (wanted: string | undefined, value: string) => !wanted || wanted === '*' || wanted === value
  const isFor = (identity: Identity) =>
    (group === '*' || group === identity.group) &&
    fits(kind, identity.kind) &&
    fits(namespace, identity.namespace) &&
    fits(name, identity.name)
  return { isFor, paths }
}

/** Kinds that Argo CD knows the Go types of: their lists are merged by key. */
const isBuiltin = (group: string): boolean =>
  !group.includes('.') || /^(networking|rbac\.authorization|storage|discovery)\.k8s\.io$/.test(group)

export const ignoredIn = (rules: readonly IgnoreRule[], identity: Identity): Path[] =>
  rules.filter(({ isFor }) => isFor(identity)).flatMap(({ paths }) => paths)

export const withoutIgnored = <T extends Json | KubeObject>(object: T, paths: readonly Path[]): T =>
  paths.reduce((left: T, path) => without(left as Json, path) as T, object)

/** What is applied instead of `desired`: the ignored places as they are live. Status belongs to others. */
export function respectIgnored(desired: KubeObject, live: KubeObject, rules: readonly IgnoreRule[]): KubeObject {
  const paths = ignoredIn(rules, identityOf(desired))
  const { status: _, ...present } = live as JsonMap
  const kept = diff(withoutIgnored(present, paths), present)
  return mergePatch(withoutIgnored(desired, paths), kept) as KubeObject
}
