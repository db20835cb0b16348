/** ReplicaSets and pods of a Rollout, each with the part it plays. Roles come from hashes in status, never from names or order. */
import type { ReplicaSet, Rollout, Tree, TreeNode } from '../argocd/types.ts'

export type Role = 'stable' | 'canary' | 'active' | 'preview'

export interface PodView {
  readonly name: string
  readonly uid: string
  readonly tone: 'good' | 'waiting' | 'bad' | 'leaving'
  /** `Running`, `ImagePullBackOff`. */
  readonly reason: string
  /** `1/1` */
  readonly containers: string
  readonly restarts: number
}

export interface RevisionView {
  readonly name: string
  readonly uid: string
  readonly hash: string
  readonly number: number
  readonly roles: readonly Role[]
  readonly images: readonly string[]
  readonly pods: readonly PodView[]
  /** Undefined until the ReplicaSet was read. */
  readonly desired: number | undefined
  readonly available: number
  /** When the old pods of a blue-green go, in milliseconds. */
  readonly scaleDownAt?: number
}

const hashLabel = 'rollouts-pod-template-hash'

/** Newest first. `replicaSets`: manifests by uid, as far as they are known. */
export function deriveRevisions(
  rollout: Rollout,
  tree: Tree,
  replicaSets: ReadonlyMap<string, ReplicaSet>,
): RevisionView[] {
  const nodes = tree.nodes ?? []
  return nodes
    .filter(node => node.kind === 'ReplicaSet' && isChild(node, rollout.metadata.uid))
    .map(node => deriveRevision(rollout, node, nodes, replicaSets.get(node.uid)))
    .sort((a, b) => b.number - a.number || (a.name < b.name ? -1 : 1))
}

const isChild = ({ parentRefs = [] }: TreeNode, uid: string | undefined) =>
  parentRefs.some(parent => parent.uid === uid)
const infoOf = ({ info = [] }: TreeNode, name: string) => info.find(entry => entry.name === name)?.value

function deriveRevision(
  rollout: Rollout,
  node: TreeNode,
  nodes: readonly TreeNode[],
  manifest: ReplicaSet | undefined,
): RevisionView {
  const podNodes = nodes.filter(other => other.kind === 'Pod' && isChild(other, node.uid))
  const pods = podNodes.map(derivePod).sort((a, b) => (a.name < b.name ? -1 : 1))
  const hash =
    manifest?.metadata.labels?.[hashLabel] ??
    podNodes[0]?.networkingInfo?.labels?.[hashLabel] ??
    node.name.split('-').at(-1)!
  const deadline = manifest?.metadata.annotations?.['scale-down-deadline']
  return {
    name: node.name,
    uid: node.uid,
    hash,
    number: Number(infoOf(node, 'Revision')?.replace('Rev:', '') ?? 0),
    roles: deriveRoles(rollout, hash),
    images: manifest?.spec.template.spec.containers.map(({ image }) => image) ?? podNodes[0]?.images ?? [],
    pods,
    desired: manifest?.spec.replicas,
    available: manifest?.status?.availableReplicas ?? pods.filter(({ tone }) => tone === 'good').length,
    ...(deadline && { scaleDownAt: Date.parse(deadline) }),
  }
}

export function deriveRoles({ spec, status = {} }: Rollout, hash: string): Role[] {
  const { currentPodHash, stableRS, blueGreen = {} } = status
  const roles: Role[] = []
  if (hash === stableRS) roles.push('stable')
  if (spec.strategy?.blueGreen) {
    if (hash === blueGreen.activeSelector) roles.push('active')
    if (hash === blueGreen.previewSelector && hash !== blueGreen.activeSelector) roles.push('preview')
  } else if (hash === currentPodHash && hash !== stableRS) roles.push('canary')
  return roles
}

const badReason = /^Err|Error$|BackOff$|^Failed$|^InvalidImageName$|^Evicted$|OOMKilled/

function derivePod(node: TreeNode): PodView {
  const reason = infoOf(node, 'Status Reason') ?? 'Unknown'
  const containers = infoOf(node, 'Containers') ?? ''
  return {
    name: node.name,
    uid: node.uid,
    tone: toneOf(reason, containers),
    reason,
    containers,
    restarts: Number(infoOf(node, 'Restart Count') ?? 0),
  }
}

function toneOf(reason: string, containers: string): PodView['tone'] {
  if (reason === 'Terminating') return 'leaving'
  if (badReason.test(reason)) return 'bad'
  const [ready, total] = containers.split('/')
  return reason === 'Running' && ready === total ? 'good' : 'waiting'
}
