import * as React from 'react'
import { readResource } from '../argocd/client.ts'
import type { Application, ReplicaSet, Tree } from '../argocd/types.ts'

/**
 * Manifests of an owner's ReplicaSets by uid, each read when the tree shows a new version of it: they alone know images and wanted counts.
 * One that cannot be read keeps what was known.
 */
export function useReplicaSets(
  application: Application,
  tree: Tree,
  owner: string | undefined,
): ReadonlyMap<string, ReplicaSet> {
  const [known, setKnown] = React.useState<ReadonlyMap<string, ReplicaSet>>(new Map())
  const nodes = (tree.nodes ?? []).filter(
    ({ kind, parentRefs = [] }) => kind === 'ReplicaSet' && parentRefs.some(({ uid }) => uid === owner),
  )
  const versions = nodes.map(({ uid, resourceVersion }) => `${uid}@${resourceVersion}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `versions` says all that matters of the nodes
  React.useEffect(() => {
    const abort = new AbortController()
    const isKnown = (uid: string, version?: string) => known.get(uid)?.metadata.resourceVersion === version
    for (const node of nodes.filter(({ uid, resourceVersion }) => !isKnown(uid, resourceVersion)))
      readResource<ReplicaSet>(application, node, abort.signal).then(
        found => abort.signal.aborted || setKnown(before => new Map(before).set(node.uid, found)),
        () => {},
      )
    return () => abort.abort()
  }, [versions])
  return known
}
