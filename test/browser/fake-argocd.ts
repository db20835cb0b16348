/** Argo CD as the tab sees it through `fetch`: objects that a test may change, and a note of what was asked. */
import actionsPaused from '../argocd/recorded/actions-paused.json'
import props from '../argocd/recorded/ui-props-resource.json'

// biome-ignore lint/suspicious/noExplicitAny: recorded objects, changed at will
type Any = any

export class FakeArgoCD {
  readonly application: Any = structuredClone(props.application)
  readonly tree: Any = structuredClone(props.tree)
  rollout: Any = structuredClone(props.resource)
  actions: Any = structuredClone(actionsPaused.response.body)
  /** What the next answers are, instead of the objects. */
  failure: { status: number; message: string } | undefined
  /** Before 3.1 there is no v2. */
  hasV2 = true
  readonly posts: { path: string; contentType: string; body: Any }[] = []

  /** Props of the tab, as the host gives them. */
  get props(): Any {
    return { application: this.application, tree: this.tree, resource: this.rollout }
  }

  /** A change of the Rollout, as the cluster would show it. */
  change(status: object, spec: object = {}): void {
    const { metadata } = this.rollout
    const resourceVersion = String(Number(metadata.resourceVersion) + 1)
    this.rollout = {
      ...this.rollout,
      metadata: { ...metadata, resourceVersion },
      spec: { ...this.rollout.spec, ...spec },
      status: { ...this.rollout.status, ...status },
    }
  }

  readonly fetch = async (input: URL | RequestInfo, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(String(input))
    if (this.failure) return answer({ message: this.failure.message }, this.failure.status)
    if (init.method === 'POST') return this.post(url, init)
    if (url.pathname.endsWith('/resource/actions')) return answer(this.actions)
    return this.read(url.searchParams)
  }

  private post(url: URL, init: RequestInit): Response {
    if (url.pathname.endsWith('/v2') && !this.hasV2) return new Response('Not Found\n', { status: 404 })
    const contentType = new Headers(init.headers).get('content-type') ?? ''
    this.posts.push({ path: url.pathname + url.search, contentType, body: JSON.parse(String(init.body)) })
    return answer({})
  }

  private read(query: URLSearchParams): Response {
    const name = query.get('resourceName')!
    if (query.get('kind') === 'Rollout') return answer({ manifest: JSON.stringify(this.rollout) })
    return answer({ manifest: JSON.stringify(this.replicaSet(name)) })
  }

  private replicaSet(name: string): object {
    const node = this.tree.nodes.find((candidate: Any) => candidate.name === name)
    const pods = this.tree.nodes.filter(({ parentRefs = [] }: Any) =>
      parentRefs.some(({ uid }: Any) => uid === node.uid),
    )
    const labels = { 'rollouts-pod-template-hash': name.split('-').at(-1) }
    return {
      metadata: { name, uid: node.uid, resourceVersion: node.resourceVersion, labels },
      spec: {
        replicas: pods.length,
        template: { spec: { containers: [{ image: `example.org/web:${labels['rollouts-pod-template-hash']}` }] } },
      },
      status: { availableReplicas: pods.length },
    }
  }
}

const answer = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })
