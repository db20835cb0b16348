/** A kind as the API serves it: what a path is made of. */
import type { KubeObject } from '../../api.ts'

export interface Resource {
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly kind: string
  readonly namespaced: boolean
}

const row = (apiVersion: string, kind: string, plural: string, namespaced = true): Resource => {
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  return { group, version, plural, kind, namespaced }
}

export const kinds = {
  pods: row('v1', 'Pod', 'pods'),
  nodes: row('v1', 'Node', 'nodes', false),
  namespaces: row('v1', 'Namespace', 'namespaces', false),
  services: row('v1', 'Service', 'services'),
  endpoints: row('v1', 'Endpoints', 'endpoints'),
  events: row('v1', 'Event', 'events'),
  endpointSlices: row('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  replicaSets: row('apps/v1', 'ReplicaSet', 'replicasets'),
  deployments: row('apps/v1', 'Deployment', 'deployments'),
  jobs: row('batch/v1', 'Job', 'jobs'),
  autoscalers: row('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers'),
  disruptionBudgets: row('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  customResourceDefinitions: row(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'customresourcedefinitions',
    false,
  ),
} as const

export const apiVersionOf = (resource: Resource): string =>
  resource.group === '' ? resource.version : `${resource.group}/${resource.version}`

/** `/apis/apps/v1/namespaces/shop/replicasets/web/status`; without a namespace all namespaces, without a name the collection. */
export function pathOf(resource: Resource, namespace?: string, name?: string, subresource?: string): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${resource.group}/${resource.version}`
  const scope = resource.namespaced && namespace ? `/namespaces/${namespace}` : ''
  return [root + scope, resource.plural, name, subresource].filter(part => part !== undefined).join('/')
}

/** `namespace/name`, or `name` for what has no namespace: the key of caches and queues. */
export const keyOf = (object: Pick<KubeObject, 'metadata'>): string =>
  object.metadata.namespace ? `${object.metadata.namespace}/${object.metadata.name}` : object.metadata.name
