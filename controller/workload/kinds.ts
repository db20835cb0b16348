/** Which workloads a Rollout may take its template from (contract rollout 10.1). */
import type { LabelSelector, PodTemplate } from '../../core/kube/types.ts'
import type { WorkloadCounts } from '../../core/world.ts'
import { groupOf, type Resource, resources } from '../client/path.ts'

export interface WorkloadKind {
  readonly resource: Resource
  readonly template: (object: RawWorkload) => PodTemplate | undefined
  readonly selector: (object: RawWorkload) => LabelSelector | undefined
}

export interface RawWorkload {
  readonly metadata: {
    readonly uid: string
    readonly resourceVersion: string
    readonly generation?: number
    readonly deletionTimestamp?: string
  }
  readonly template?: PodTemplate
  readonly spec?: { readonly replicas?: number; readonly selector?: LabelSelector; readonly template?: PodTemplate }
  readonly status?: Partial<WorkloadCounts> & { readonly conditions?: readonly RawCondition[] }
}

interface RawCondition {
  readonly type: string
  readonly status?: string
  readonly reason?: string
  readonly message?: string
}

const inSpec = { template: (o: RawWorkload) => o.spec?.template, selector: (o: RawWorkload) => o.spec?.selector }

export const deploymentKind: WorkloadKind = { resource: resources.deployments, ...inSpec }

const kinds: { readonly [groupKind: string]: WorkloadKind } = {
  'apps/Deployment': deploymentKind,
  'apps/ReplicaSet': { resource: resources.replicasets, ...inSpec },
  '/PodTemplate': { resource: resources.podtemplates, template: o => o.template, selector: () => undefined },
}

export interface WorkloadReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
}

/** The kind, or upstream's text for why it cannot be used (corrections 6). */
export function kindOf({ apiVersion, kind }: WorkloadReference): WorkloadKind | string {
  const group = groupOf(apiVersion)
  const known = kinds[`${group}/${kind}`]
  if (!known) return `workload of type ${group}/${kind} is not supported`
  if (known.resource.apiVersion === apiVersion) return known
  // What a client of the API server says of a version that is not served.
  return 'the server could not find the requested resource'
}

/** `deployments.apps "shop/web" not found`, as upstream's lister says it. */
export function notFoundText({ resource }: WorkloadKind, key: string): string {
  const group = groupOf(resource.apiVersion)
  return `${resource.plural}${group && `.${group}`} "${key}" not found`
}
