/** Hooks and waves, as annotations say them (contract argocd 8.2). SyncFail hooks are not played: they are never run. */
import type { KubeObject } from '../../api.ts'

const phases = ['PreSync', 'Sync', 'PostSync'] as const
export type Phase = (typeof phases)[number]
export const orderOf = (phase: Phase): number => phases.indexOf(phase)

const hook = 'argocd.argoproj.io/hook'
const wave = 'argocd.argoproj.io/sync-wave'
const deletion = 'argocd.argoproj.io/hook-delete-policy'

const listed = ({ metadata }: KubeObject, key: string): string[] =>
  (metadata.annotations?.[key] ?? '').split(',').flatMap((text: string) => text.trim() || [])

export const isHook = (object: KubeObject): boolean => listed(object, hook).length > 0

/** The phases in which an object is applied: those that it names as a hook, else Sync. */
export const phasesOf = (object: KubeObject): Phase[] =>
  isHook(object) ? phases.filter(phase => listed(object, hook).includes(phase)) : ['Sync']

export const waveOf = ({ metadata }: KubeObject): number => Number(metadata.annotations?.[wave] ?? 0) || 0

export type DeletePolicy = 'BeforeHookCreation' | 'HookSucceeded' | 'HookFailed'

/** Without a policy of its own a hook is replaced at the next sync. */
export function hasDeletePolicy(object: KubeObject, policy: DeletePolicy): boolean {
  const own = listed(object, deletion)
  return own.length === 0 ? policy === 'BeforeHookCreation' : own.includes(policy)
}
