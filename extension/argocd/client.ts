/** Argo CD's REST API, as its own UI calls it: same origin, session cookie, relative to the page's base. */
import type { Action, Application, TreeNode } from './types.ts'

/** An answer that is no success. `status` is HTTP's; the message is Argo CD's own, word for word. */
export class ArgoError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export type Target = Pick<TreeNode, 'group' | 'version' | 'kind' | 'namespace' | 'name'>

const rollouts = { group: 'argoproj.io', version: 'v1alpha1', kind: 'Rollout' }
export const rolloutTarget = (namespace: string, name: string): Target => ({ ...rollouts, namespace, name })

/** Argo CD may be served below a path: never `/api/v1` itself. */
const base = () => new URL('api/v1/', document.baseURI)

async function send(path: string, init: RequestInit): Promise<unknown> {
  const response = await fetch(new URL(path, base()), { credentials: 'same-origin', ...init })
  const text = await response.text()
  if (response.ok) return text === '' ? {} : JSON.parse(text)
  throw new ArgoError(response.status, messageOf(text) || response.statusText)
}

/** Most errors are JSON; those before Argo CD's gateway, and those of proxies, are text. */
function messageOf(text: string): string {
  try {
    return String(JSON.parse(text).message ?? text)
  } catch {
    return text.trim()
  }
}

function queryOf(
  { metadata, spec }: Application,
  { group = '', version, kind, namespace = '', name }: Target,
): Record<string, string> {
  const owner = { appNamespace: metadata.namespace ?? '', project: spec.project }
  return { ...owner, namespace, resourceName: name, version, kind, group }
}

const pathOf = (application: Application, rest: string) =>
  `applications/${encodeURIComponent(application.metadata.name)}/${rest}`

const query = (application: Application, target: Target) => new URLSearchParams(queryOf(application, target))

/** The live object. Throws ArgoError. */
export async function readResource<T>(application: Application, target: Target, signal: AbortSignal): Promise<T> {
  const path = pathOf(application, `resource?${query(application, target)}`)
  const { manifest } = (await send(path, { signal })) as { manifest: string }
  return JSON.parse(manifest)
}

export async function listActions(application: Application, target: Target, signal: AbortSignal): Promise<Action[]> {
  const path = pathOf(application, `resource/actions?${query(application, target)}`)
  return ((await send(path, { signal })) as { actions?: Action[] }).actions ?? []
}

/** The content type has to be exactly this, or Argo CD takes the call for a forgery. */
const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

/** An answer says only that the patch was sent: read the object again. Servers before 3.1 know the older form alone. */
export async function runAction(application: Application, target: Target, action: string): Promise<void> {
  const body = { ...queryOf(application, target), action, resourceActionParameters: [] }
  try {
    await send(pathOf(application, 'resource/actions/v2'), post(body))
  } catch (error) {
    if (!(error instanceof ArgoError) || ![404, 405, 501].includes(error.status)) throw error
    await send(pathOf(application, `resource/actions?${query(application, target)}`), post(action))
  }
}
