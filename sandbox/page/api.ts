/** The REST API of Argo CD, as its UI uses it. */
import * as React from 'react'

export interface Health {
  readonly status: string
  readonly message?: string
}

export interface Application {
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly spec: {
    readonly project: string
    readonly source?: { readonly path: string; readonly targetRevision: string; readonly repoURL: string }
  }
  readonly status: {
    readonly health: Health
    readonly sync: { readonly status: string; readonly revision?: string }
    readonly resources: readonly object[]
    readonly conditions?: readonly { readonly type: string; readonly message: string }[]
    readonly operationState?: { readonly phase: string; readonly message: string }
  }
}

export interface Node {
  readonly group?: string
  readonly version: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly uid: string
  readonly resourceVersion: string
  readonly parentRefs?: readonly { readonly uid: string }[]
  readonly info?: readonly { readonly name: string; readonly value: string }[]
  readonly health?: Health
}

export interface Tree {
  readonly nodes: readonly Node[]
}

export interface Event {
  readonly metadata: { readonly uid: string }
  readonly reason: string
  readonly message: string
  readonly type: string
  readonly count?: number
  readonly lastTimestamp?: string
}

export type Resource = Record<string, unknown> & { readonly metadata: { readonly uid: string } }

async function request<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await fetch(new URL(`api/v1/${path}`, document.baseURI), init)
  const body = await response.json()
  if (!response.ok) throw new Error(body.message)
  return body
}

const appPath = ({ metadata }: Application, rest = '') =>
  `applications/${metadata.name}${rest}?appNamespace=${metadata.namespace}`

export const listApplications = () => request<{ items: Application[] }>('applications').then(({ items }) => items)

export const refresh = (application: Application) => request(`${appPath(application)}&refresh=normal`)

export function sync(application: Application): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json' }
  return request(appPath(application, '/sync'), { method: 'POST', headers, body: JSON.stringify({ prune: true }) })
}

const queryOf = ({ group = '', version, kind, namespace = '', name }: Node) =>
  new URLSearchParams({ group, version, kind, namespace, resourceName: name })

export async function readResource(application: Application, node: Node): Promise<Resource> {
  const { manifest } = await request<{ manifest: string }>(`${appPath(application, '/resource')}&${queryOf(node)}`)
  return JSON.parse(manifest)
}

export async function readEvents(application: Application, { uid, namespace = '', name }: Node): Promise<Event[]> {
  const query = new URLSearchParams({ resourceUID: uid, resourceNamespace: namespace, resourceName: name })
  return (await request<{ items: Event[] }>(`${appPath(application, '/events')}&${query}`)).items
}

/** The applications, read every other second. Undefined until they are known; the last ones while the server does not answer. */
export function useApplications(): readonly Application[] | undefined {
  const [applications, setApplications] = React.useState<readonly Application[]>()
  React.useEffect(() => {
    const read = () => void listApplications().then(setApplications, () => {})
    read()
    const timer = setInterval(read, 2000)
    return () => clearInterval(timer)
  }, [])
  return applications
}

/** The tree of an application, pushed by the server with each change. */
export function useTree(application: string): Tree {
  const [tree, setTree] = React.useState<Tree>({ nodes: [] })
  React.useEffect(() => {
    const source = new EventSource(new URL(`api/v1/stream/applications/${application}/resource-tree`, document.baseURI))
    source.onmessage = ({ data }) => setTree(JSON.parse(data).result)
    return () => source.close()
  }, [application])
  return tree
}

/** The live object of a node, read when the tree shows a new version of it: no fresher than in Argo CD's own UI. */
export function useResource(application: Application, node: Node): Resource | undefined {
  const [resource, setResource] = React.useState<Resource>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says all that matters of the node
  React.useEffect(() => {
    let current = true
    readResource(application, node).then(
      found => current && setResource(found),
      () => {},
    )
    return () => {
      current = false
    }
  }, [node.uid, node.resourceVersion])
  return resource?.metadata.uid === node.uid ? resource : undefined
}
