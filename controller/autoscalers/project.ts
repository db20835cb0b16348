/** What is kept of a HorizontalPodAutoscaler: whom it scales, and whether it could. */
import type { AutoscalerView } from '../../core/world.ts'
import type { KubeObject } from '../client/object.ts'
import { groupOf, resources } from '../client/path.ts'

export interface Autoscaler extends Omit<AutoscalerView, 'target'> {
  /** Absent: something that no Rollout has to do with. */
  readonly target?: Target
}

export interface Target {
  readonly resource: 'deployments' | 'rollouts'
  /** `namespace/name`. */
  readonly key: string
}

interface Raw {
  readonly metadata: { readonly name: string; readonly namespace: string }
  readonly spec: { readonly scaleTargetRef: Reference }
  readonly status?: {
    readonly desiredReplicas?: number
    readonly conditions?: readonly { readonly type: string; readonly status: string }[]
  }
}

interface Reference {
  readonly apiVersion?: string
  readonly kind: string
  readonly name: string
}

export function projectAutoscaler(object: KubeObject): Autoscaler {
  const { metadata, spec, status } = object as unknown as Raw
  const target = targetOf(spec.scaleTargetRef, metadata.namespace)
  const able = status?.conditions?.find(({ type }) => type === 'AbleToScale')
  const desired = status?.desiredReplicas
  return {
    name: metadata.name,
    isAble: able?.status === 'True',
    ...(target ? { target } : {}),
    // Zero is what the field holds before it has looked for the first time.
    ...(able === undefined || desired === undefined ? {} : { desiredReplicas: desired }),
  }
}

/** An autoscaler finds its target by group and kind, whatever version it names. */
function targetOf({ apiVersion = '', kind, name }: Reference, namespace: string): Target | undefined {
  const resource = (['deployments', 'rollouts'] as const).find(
    each => resources[each].kind === kind && groupOf(resources[each].apiVersion) === groupOf(apiVersion),
  )
  return resource && { resource, key: `${namespace}/${name}` }
}
