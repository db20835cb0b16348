/** Applications: reading, refreshing, syncing, their trees and their desired state. */

import { formatTime } from '../../../core/kube/time.ts'
import type { Json, KubeObject } from '../../api.ts'
import { mergePatch } from '../../patch/index.ts'
import type { Application } from '../application/application.ts'
import { renderApply } from '../application/compare.ts'
import type { JsonMap } from '../merge.ts'
import { CallError } from './answer.ts'
import { applicationOf, type Call } from './call.ts'
import type { Server } from './server.ts'

const find = (server: Server, call: Call): Application =>
  applicationOf(server.applications, call.part.name!, call.query.get('project'))

export function listApplications(server: Server): Json {
  return {
    metadata: { resourceVersion: String(server.now) },
    items: [...server.applications.values()].map(application => server.render(application)),
  }
}

/** `?refresh=normal` looks at Git first. */
export async function getApplication(server: Server, call: Call): Promise<Json> {
  const application = find(server, call)
  if (call.query.has('refresh')) await application.refresh()
  return server.render(application)
}

/** Answers at once, with the operation that was started; refused while another one runs (argocd-seen 3). */
export function syncApplication(server: Server, call: Call): Json {
  const application = find(server, call)
  if (application.isSyncing) throw new CallError(9, 'another operation is already in progress')
  const { prune = false } = (call.body() ?? {}) as { prune?: boolean }
  void application.sync(prune)
  const { source } = application.definition.spec
  const sync = { revision: application.revision ?? '', syncStrategy: { hook: {} }, ...(source && { source }) }
  return { ...server.render(application), operation: { sync, initiatedBy: {}, retry: {} } }
}

/** Not of Argo CD, where the answer to a push is its webhook: looks at Git now, and answers when that is done. */
export async function refreshApplication(server: Server, call: Call): Promise<Json> {
  const application = find(server, call)
  await application.refresh()
  return server.render(application)
}

/** What a Git host calls after a push. Argo CD refreshes the applications of that repository; here there is one repository. */
export async function receiveWebhook(server: Server): Promise<Json> {
  await Promise.all([...server.applications.values()].map(application => application.refresh()))
  return {}
}

export const getTree = (server: Server, call: Call): Json => server.tree(find(server, call))

export const getSyncWindows = (server: Server, call: Call): Json => {
  find(server, call)
  return { canSync: true }
}

export async function getRevision(server: Server, call: Call): Promise<Json> {
  const { author, date, message } = await find(server, call).source.describe(call.part.revision!)
  return { author, date: formatTime(date), message }
}

/** Desired and live state as texts. `fields=` and other filters than the identity are not looked at. */
export function getManagedResources(server: Server, call: Call): Json {
  const wanted = ['group', 'kind', 'namespace', 'name'] as const
  const items = find(server, call)
    .managed()
    .filter(({ identity }) => wanted.every(field => (call.query.get(field) ?? identity[field]) === identity[field]))
    .map(({ identity, desired, live }) => ({
      ...identity,
      targetState: text(desired),
      liveState: text(live),
      normalizedLiveState: text(live && withoutManagedFields(live)),
      predictedLiveState: text(predict(desired, live)),
      ...(live && { resourceVersion: live.metadata.resourceVersion }),
    }))
  return { items }
}

const text = (object: KubeObject | JsonMap | undefined) => JSON.stringify(object ?? null)

function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata
  return { ...object, metadata }
}

function predict(desired: KubeObject | undefined, live: KubeObject | undefined): JsonMap | undefined {
  if (!desired || !live) return (desired ?? live) as JsonMap | undefined
  const clean = withoutManagedFields(live) as JsonMap
  return mergePatch(clean, renderApply(desired, live) ?? {}) as JsonMap
}
