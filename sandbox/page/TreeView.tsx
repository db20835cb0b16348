import * as React from 'react'
import type { Node, Tree } from './api.ts'

interface Props {
  readonly tree: Tree
  readonly selected: Node | undefined
  readonly onSelect: (node: Node) => void
}

/** Owners above what they own. ReplicaSets without pods are history and stay out. */
export function TreeView({ tree, selected, onSelect }: Props) {
  const roots = tree.nodes.filter(({ parentRefs = [] }) => parentRefs.length === 0)
  return (
    <nav className="page-tree" aria-label="Resources">
      <Branch nodes={[...roots].sort(byImportance)} tree={tree} selected={selected} onSelect={onSelect} />
    </nav>
  )
}

const childrenOf = (tree: Tree, { uid }: Node) =>
  tree.nodes.filter(({ parentRefs = [] }) => parentRefs.some(parent => parent.uid === uid))
const isPast = (tree: Tree, node: Node) => node.kind === 'ReplicaSet' && childrenOf(tree, node).length === 0
const byImportance = (a: Node, b: Node) => Number(b.kind === 'Rollout') - Number(a.kind === 'Rollout')
const revisionOf = ({ info = [] }: Node) => info.find(({ name }) => name === 'Revision')?.value ?? ''

/** What an object is called beside its owner's name. */
const shortName = ({ name }: Node, owner: Node | undefined) =>
  owner && name.startsWith(`${owner.name}-`) ? `…${name.slice(owner.name.length)}` : name

function Branch({
  nodes,
  owner,
  tree,
  selected,
  onSelect,
}: Props & { readonly nodes: readonly Node[]; readonly owner?: Node }) {
  return (
    <ul>
      {nodes.map(node => {
        const children = childrenOf(tree, node).filter(child => !isPast(tree, child))
        return (
          <li key={node.uid}>
            <button
              type="button"
              aria-current={node.uid === selected?.uid ? 'true' : undefined}
              onClick={() => onSelect(node)}
            >
              <span
                className={`page-dot page-dot--${node.health?.status.toLowerCase() ?? 'none'}`}
                title={node.health?.status}
              />
              <span className="page-tree__name" title={node.name}>
                {shortName(node, owner)}
              </span>
              <span className="page-quiet">{node.kind === 'ReplicaSet' ? revisionOf(node) : node.kind}</span>
            </button>
            {children.length > 0 && (
              <Branch
                owner={node}
                nodes={children.sort((a, b) => revisionOf(b).localeCompare(revisionOf(a), 'en', { numeric: true }))}
                tree={tree}
                selected={selected}
                onSelect={onSelect}
              />
            )}
          </li>
        )
      })}
    </ul>
  )
}
