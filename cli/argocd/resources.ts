/** Which of an application's live resources a command means. */
import type { Server } from './server.ts'

export interface Selection {
  readonly kind?: string
  readonly group?: string
  readonly namespace?: string
  readonly resourceName?: string
  readonly all?: boolean
}

export interface Resource {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

interface Application {
  readonly metadata: { readonly namespace: string }
  readonly spec: { readonly project: string }
}

interface ManagedResource {
  readonly liveState?: string
}

/** Where an application lives: sent with every call about its resources. */
export interface Owner {
  readonly appNamespace: string
  readonly project: string
}

export async function readOwner(server: Server, application: string, appNamespace = ''): Promise<Owner> {
  const { metadata, spec } = await server.get<Application>(pathOf(application), appNamespace ? { appNamespace } : {})
  return { appNamespace: metadata.namespace, project: spec.project }
}

export const pathOf = (application: string, rest = '') => `applications/${encodeURIComponent(application)}${rest}`

/** Resources in Git that exist in the cluster and match every flag that was given. Throws when there is none. */
export async function findResources(
  server: Server,
  application: string,
  owner: Owner,
  selection: Selection,
): Promise<Resource[]> {
  const { items = [] } = await server.get<{ items?: ManagedResource[] }>(pathOf(application, '/managed-resources'), {
    ...owner,
  })
  const found = items
    .flatMap(({ liveState }) => identityOf(liveState))
    .filter(resource => isSelected(resource, selection))
  if (found.length === 0) throw new Error('no matching resource found')
  return found
}

function identityOf(liveState: string | undefined): Resource[] {
  const live = liveState ? JSON.parse(liveState) : null
  if (!live) return []
  const [version, group = ''] = live.apiVersion.split('/').reverse()
  return [{ group, version, kind: live.kind, namespace: live.metadata.namespace ?? '', name: live.metadata.name }]
}

function isSelected(resource: Resource, { kind, group, namespace, resourceName }: Selection): boolean {
  const asked = [
    [kind, resource.kind],
    [group, resource.group],
    [namespace, resource.namespace],
    [resourceName, resource.name],
  ] as const
  return asked.every(([wanted, actual]) => wanted === undefined || wanted === actual)
}
