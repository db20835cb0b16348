/** An Application as its owner writes it: the fields of Argo CD's own kind that the stand-in honours. */
export interface Definition {
  readonly name: string
  readonly spec: {
    readonly project: string
    /** Absent: everything that no application tracks, shown so that a Rollout applied by hand can be watched too. */
    readonly source?: { readonly repoURL: string; readonly path: string; readonly targetRevision: string }
    readonly destination: { readonly server: string; readonly namespace: string }
    readonly syncPolicy?: { readonly automated?: { readonly prune?: boolean; readonly selfHeal?: boolean } }
  }
}

/** Namespace of all Applications: Argo CD's own. */
export const controlNamespace = 'argocd'
