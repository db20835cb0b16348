import * as React from 'react'
import { type Application, type Node, useApplications, useTree } from './api.ts'
import { AppBar, TopBar } from './Bars.tsx'
import { Details } from './Details.tsx'
import { navigate, useLocation } from './location.ts'
import { TreeView } from './TreeView.tsx'
import { useTheme } from './theme.ts'

export function App() {
  const applications = useApplications()
  const [theme, toggleTheme] = useTheme()
  const { application: wanted } = useLocation()
  const shown = (applications ?? []).filter(({ spec, status }) => spec.source || status.resources.length > 0)
  const current = shown.find(({ metadata }) => metadata.name === wanted) ?? shown[0]
  return (
    <div className={`theme-${theme}`}>
      <div className="page">
        <TopBar applications={shown} current={current} theme={theme} onTheme={toggleTheme} />
        {current ? (
          <ApplicationView key={current.metadata.name} application={current} />
        ) : (
          <p className="page-quiet page-loading">Loading…</p>
        )}
      </div>
    </div>
  )
}

function ApplicationView({ application }: { readonly application: Application }) {
  const tree = useTree(application.metadata.name)
  const { node: wanted } = useLocation()
  const node = tree.nodes.find(candidate => nodeKey(candidate) === wanted) ?? firstOf(tree.nodes)
  const select = (chosen: Node) => navigate(application.metadata.name, nodeKey(chosen))
  return (
    <>
      <AppBar application={application} />
      <main className="page-main">
        <TreeView tree={tree} selected={node} onSelect={select} />
        {node ? (
          <Details key={node.uid} application={application} tree={tree} node={node} />
        ) : (
          <p className="page-quiet">Nothing here yet.</p>
        )}
      </main>
    </>
  )
}

/** As in Argo CD's links: `group/Kind/namespace/name`. */
const nodeKey = ({ group = '', kind, namespace = '', name }: Node) => [group, kind, namespace, name].join('/')

const firstOf = (nodes: readonly Node[]) => nodes.find(({ kind }) => kind === 'Rollout') ?? nodes[0]
