/** How Argo CD names objects, and the mark by which it knows its own. */
import type { KubeObject } from '../api.ts'

export const trackingAnnotation = 'argocd.argoproj.io/tracking-id'
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration'

export interface Identity {
  /** Empty for the core group. */
  readonly group: string
  readonly kind: string
  /** Empty for what has no namespace. */
  readonly namespace: string
  readonly name: string
}

export const groupOf = ({ apiVersion }: KubeObject): string =>
  apiVersion.includes('/') ? apiVersion.split('/')[0]! : ''
export const versionOf = ({ apiVersion }: KubeObject): string => apiVersion.split('/').at(-1)!

export function identityOf(object: KubeObject): Identity {
  const { namespace = '', name } = object.metadata
  return { group: groupOf(object), kind: object.kind, namespace, name }
}

/** `group/Kind:namespace/name`: also the key of maps. */
export const identityText = ({ group, kind, namespace, name }: Identity): string =>
  `${group}/${kind}:${namespace}/${name}`

/** `app:group/Kind:ns/name`. A copied mark, whose text names another object, does not count. */
export const trackingId = (application: string, object: KubeObject): string =>
  `${application}:${identityText(identityOf(object))}`

export function isTrackedBy(application: string, object: KubeObject): boolean {
  return object.metadata.annotations?.[trackingAnnotation] === trackingId(application, object)
}

export const isRoot = ({ metadata }: KubeObject): boolean => !metadata.ownerReferences?.length
