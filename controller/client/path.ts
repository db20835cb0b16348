/** Where Kubernetes resources live on the wire, and what a path means. */

export interface Resource {
  /** `apps/v1`, or `v1` for the core group. */
  readonly apiVersion: string
  readonly plural: string
  readonly kind: string
}

export const resources = {
  rollouts: { apiVersion: 'argoproj.io/v1alpha1', plural: 'rollouts', kind: 'Rollout' },
  replicasets: { apiVersion: 'apps/v1', plural: 'replicasets', kind: 'ReplicaSet' },
  deployments: { apiVersion: 'apps/v1', plural: 'deployments', kind: 'Deployment' },
  podtemplates: { apiVersion: 'v1', plural: 'podtemplates', kind: 'PodTemplate' },
  horizontalpodautoscalers: {
    apiVersion: 'autoscaling/v2',
    plural: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
  },
  services: { apiVersion: 'v1', plural: 'services', kind: 'Service' },
  pods: { apiVersion: 'v1', plural: 'pods', kind: 'Pod' },
  events: { apiVersion: 'v1', plural: 'events', kind: 'Event' },
  leases: { apiVersion: 'coordination.k8s.io/v1', plural: 'leases', kind: 'Lease' },
} as const satisfies { [plural: string]: Resource }

export type ResourceName = keyof typeof resources

export function resourceOf(apiVersion: string, kind: string): Resource | undefined {
  return Object.values(resources).find(known => known.kind === kind && known.apiVersion === apiVersion)
}

/** `apps`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
}

/** `/apis/apps/v1/namespaces/shop/replicasets/web-1/status?fieldManager=x`; without a namespace the collection of all namespaces. */
export function pathOf(
  resource: Resource,
  at: { readonly namespace?: string | undefined; readonly name?: string; readonly subresource?: string | undefined },
  query: { readonly [key: string]: string | undefined } = {},
): string {
  const root = resource.apiVersion.includes('/') ? '/apis' : '/api'
  const parts = [root.slice(1), resource.apiVersion]
  if (at.namespace !== undefined) parts.push('namespaces', encodeURIComponent(at.namespace))
  parts.push(resource.plural)
  if (at.name !== undefined) parts.push(encodeURIComponent(at.name))
  if (at.subresource !== undefined) parts.push(at.subresource)
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const text = new URLSearchParams(given).toString()
  return `/${parts.join('/')}${text && `?${text}`}`
}

/** `patch rollouts/status`: what a request is about, without names, so that counting it never grows with the cluster. */
export function describe(method: string, path: string): { readonly verb: string; readonly resource: string } {
  const [route = '', query = ''] = path.split('?')
  const parts = route.split('/').filter(Boolean)
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3)
  const [plural = 'discovery', name, subresource] = rest[0] === 'namespaces' && rest.length > 2 ? rest.slice(2) : rest
  const read = /(^|&)watch=/.test(query) ? 'watch' : name === undefined ? 'list' : 'get'
  const verb = method === 'GET' ? read : (verbs[method] ?? method.toLowerCase())
  return { verb, resource: subresource === undefined ? plural : `${plural}/${subresource}` }
}

const verbs: { readonly [method: string]: string } = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }
