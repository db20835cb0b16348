/** What Argo CD's sliding panel shows of one node: tabs of extensions, events, manifest. */
import * as React from 'react'
import { type Application, type Event, type Node, type Resource, readEvents, type Tree, useResource } from './api.ts'
import { type TabComponent, useTabs } from './extensions.ts'

interface Props {
  readonly application: Application
  readonly tree: Tree
  readonly node: Node
}

export function Details({ application, tree, node }: Props) {
  const extensions = useTabs(node.group ?? '', node.kind)
  const resource = useResource(application, node)
  const titles = [...extensions.map(({ title }) => title), 'Events', 'Manifest']
  const [chosen, setChosen] = React.useState<string>()
  const title = chosen ?? titles[0]!
  const extension = extensions.find(tab => tab.title === title)
  return (
    <section className="page-details" aria-label={`${node.kind} ${node.name}`}>
      <div className="page-tabs" role="tablist">
        {titles.map(text => (
          <button key={text} type="button" role="tab" aria-selected={text === title} onClick={() => setChosen(text)}>
            {text}
          </button>
        ))}
      </div>
      <div className="page-tab" role="tabpanel">
        {extension && resource && (
          <Guard component={extension.component} application={application} tree={tree} resource={resource} />
        )}
        {title === 'Events' && <Events application={application} node={node} />}
        {title === 'Manifest' && <Manifest resource={resource} />}
      </div>
    </section>
  )
}

/** As in Argo CD, only resource tabs are guarded. */
class Guard extends React.Component<{
  component: TabComponent
  application: Application
  tree: Tree
  resource: Resource
}> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    const { component: Component, ...props } = this.props
    return this.state.failed ? (
      <p className="page-problem">Something went wrong with the extension.</p>
    ) : (
      <Component {...props} />
    )
  }
}

function Events({ application, node }: Omit<Props, 'tree'>) {
  const [events, setEvents] = React.useState<readonly Event[]>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says all that matters of the node
  React.useEffect(() => {
    readEvents(application, node).then(setEvents, () => {})
  }, [node.uid, node.resourceVersion])
  if (!events?.length) return <p className="page-quiet">{events ? 'No events.' : 'Loading…'}</p>
  return (
    <table className="page-events">
      <tbody>
        {events.toReversed().map(({ metadata, reason, message, type, lastTimestamp }) => (
          <tr key={metadata.uid}>
            <td className="page-quiet">{lastTimestamp?.slice(11, 19)}</td>
            <td className={type === 'Warning' ? 'page-warning' : ''}>{reason}</td>
            <td>{message}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Manifest({ resource }: { readonly resource: Resource | undefined }) {
  if (!resource) return <p className="page-quiet">Loading…</p>
  const { managedFields: _, ...metadata } = resource.metadata as Record<string, unknown>
  return <pre className="page-manifest">{JSON.stringify({ ...resource, metadata }, null, 2)}</pre>
}
