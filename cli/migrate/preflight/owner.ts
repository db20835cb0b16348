/** Which Argo CD Application a Deployment belongs to, by annotation, by label or by the Application's own list (contract argocd 8.5). */
import type { Surroundings } from '../cluster/gather.ts'
import type { Application, Deployment } from '../cluster/objects.ts'

export interface Owner {
  readonly name: string
  readonly tracking: 'annotation' | 'label'
  /** Absent when it lives in another cluster or must not be read. */
  readonly application?: Application
}

export const TRACKING_ID = 'argocd.argoproj.io/tracking-id'
export const INSTANCE_LABELS = ['app.kubernetes.io/instance', 'argocd.argoproj.io/instance'] as const

export function ownerOf({ deployment, namespace, applications }: Surroundings): Owner | undefined {
  const isOwner = (application: Application) => lists(application, namespace, deployment.metadata.name)
  const id = trackedBy(deployment, namespace)
  const application =
    applications.find(each => isOwner(each) && (!id || each.metadata.name === id)) ?? named(applications, id)
  if (id) return { name: id, tracking: 'annotation', ...(application && { application }) }
  const tracking = deployment.metadata.annotations?.[TRACKING_ID] === undefined ? 'label' : 'annotation'
  return application && { name: application.metadata.name, tracking, application }
}

function named(applications: readonly Application[], name: string | undefined): Application | undefined {
  return name === undefined ? undefined : applications.find(({ metadata }) => metadata.name === name)
}

function lists({ status }: Application, namespace: string, name: string): boolean {
  const isIt = (each: { kind: string; group?: string; namespace?: string; name: string }) =>
    each.kind === 'Deployment' && each.group === 'apps' && each.namespace === namespace && each.name === name
  return status?.resources?.some(isIt) === true
}

/**
 * `shop:apps/Deployment:prod/web`, or `team_shop:...` for an Application outside of Argo CD's own namespace. An id that was copied from
 * another object says nothing about this one.
 */
function trackedBy({ metadata }: Deployment, namespace: string): string | undefined {
  const id = metadata.annotations?.[TRACKING_ID] ?? ''
  const [application = '', ...rest] = id.split(':')
  if (rest.join(':') !== `apps/Deployment:${namespace}/${metadata.name}`) return undefined
  return application.slice(application.indexOf('_') + 1)
}
