/** An Application as its owner writes it: the fields of Argo CD's own kind that the stand-in honours. */
import { type IgnoreDifference, readIgnoreRules } from './ignore.ts'
import { readOptions } from './options.ts'

export interface Automated {
  /** False keeps the rest of the policy and switches it off. */
  readonly enabled?: boolean
  readonly prune?: boolean
  readonly selfHeal?: boolean
  /** Whether a repository without any object may empty the cluster. */
  readonly allowEmpty?: boolean
}

export interface Definition {
  readonly name: string
  readonly spec: {
    readonly project: string
    /** Absent: everything that no application tracks, shown so that a Rollout applied by hand can be watched too. */
    readonly source?: { readonly repoURL: string; readonly path: string; readonly targetRevision: string }
    readonly destination: { readonly server: string; readonly namespace: string }
    readonly syncPolicy?: { readonly automated?: Automated; readonly syncOptions?: readonly string[] }
    readonly ignoreDifferences?: readonly IgnoreDifference[]
  }
}

/** Namespace of all Applications: Argo CD's own. */
export const controlNamespace = 'argocd'

/** Throws an error that names the field and the value for what the stand-in does not play. */
export function checkDefinition({ name, spec }: Definition): void {
  try {
    const options = readOptions(spec.syncPolicy?.syncOptions ?? [])
    readIgnoreRules(spec.ignoreDifferences ?? [], options.respectIgnoreDifferences)
  } catch (error) {
    throw new Error(`Application ${name}: ${(error as Error).message}`)
  }
}
