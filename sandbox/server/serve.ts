import { ApiError } from '../api.ts'
import { permission } from '../auth/rbac.ts'
import type { Attributes } from '../auth/rule.ts'
import type { Answer, Call } from './call.ts'
import type { Cluster } from './cluster.ts'
import { serveDescription } from './describe/serve.ts'
import { failure, forbidden } from './errors.ts'
import { selectedName } from './field-selector.ts'
import { serveResource, verbOf } from './resource.ts'
import { type Target, targetOf } from './target.ts'

/** What the path means; undefined when it is no resource's. */
export function attributesOf(call: Call, target: Target | undefined): Attributes {
  if (!target) return { verb: call.method.toLowerCase(), path: call.path }
  const { kind, namespace, subresource } = target
  const name = target.name || selectedName(call.query.get('fieldSelector') ?? '') || ''
  return { verb: verbOf(call, target), group: kind.group, resource: kind.plural, subresource, namespace, name }
}

/** Serves a call from beginning to end. What goes wrong is thrown as an ApiError; anything unforeseen becomes one. */
export function serve(cluster: Cluster, call: Call): Answer {
  try {
    const target = targetOf(call.path, cluster.kinds)
    authorize(cluster, call, target)
    return target ? serveResource(cluster, target, call) : serveDescription(cluster, call)
  } catch (error) {
    throw error instanceof ApiError
      ? error
      : failure(500, 'InternalError', `Internal error occurred: ${(error as Error).stack}`)
  }
}

function authorize(cluster: Cluster, call: Call, target: Target | undefined): void {
  if (!cluster.rbac) return
  const asked = attributesOf(call, target)
  if (permission(cluster.store, call.user, asked) !== undefined) return
  if ('path' in asked) {
    throw failure(403, 'Forbidden', `forbidden: User "${call.user.name}" cannot ${asked.verb} path "${asked.path}"`, {})
  }
  const resource = asked.subresource ? `${asked.resource}/${asked.subresource}` : asked.resource
  const scope = asked.namespace ? `in the namespace "${asked.namespace}"` : 'at the cluster scope'
  const why = `User "${call.user.name}" cannot ${asked.verb} resource "${resource}" in API group "${asked.group}" ${scope}`
  throw forbidden(target!.kind, target!.name, why)
}
