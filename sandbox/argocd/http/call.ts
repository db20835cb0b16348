/** One request to the API, with what all handlers ask of it. */
import type { Application } from '../application/application.ts'
import { CallError } from './answer.ts'

export interface Call {
  readonly method: string
  readonly query: URLSearchParams
  /** Parts of the path that the route names. */
  readonly part: Readonly<Record<string, string>>
  /** Parsed lazily: who has no body never fails on it. */
  body(): unknown
}

/** Throws CallError 3 with Go's words for broken JSON. */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CallError(3, 'unexpected EOF')
  }
}

/** An application that does not exist is "permission denied" to whoever does not name its project. */
export function applicationOf(
  applications: ReadonlyMap<string, Application>,
  name: string,
  project: string | null,
): Application {
  const application = applications.get(name)
  if (application) return application
  if (!project) throw new CallError(7, 'permission denied')
  throw new CallError(5, `applications.argoproj.io "${name}" not found`)
}

export interface ResourceQuery {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** From the query of a GET or the body of a v2 action. `version` is required, an empty group is the core one. */
export function resourceQuery(get: (field: string) => string | null | undefined): ResourceQuery {
  const version = get('version')
  if (!version) throw new CallError(13, 'grpc: error while marshaling: proto: required field "version" not set')
  const [group, kind, namespace, name] = ['group', 'kind', 'namespace', 'resourceName'].map(field => get(field) ?? '')
  return { group: group!, version, kind: kind!, namespace: namespace!, name: name! }
}
