import type { KubeObject } from '../../api.ts'
import type { Answer, Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { methodNotAllowed, outOfScope, pathNotFound } from '../errors.ts'
import { aggregatedDiscovery, apiGroup, apiGroupList, apiResourceList, apiVersions } from './discovery.ts'
import { openapiDocument, openapiIndex } from './openapi.ts'

const VERSION = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.0+slipway-sandbox',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'sandbox/any',
}

const NOT_FOUND: Answer = { code: 404, text: '404 page not found\n', contentType: 'text/plain; charset=utf-8' }

/** Serves what describes the server: health, version, discovery, OpenAPI. What is not there is missing for every method. */
export function serveDescription(cluster: Cluster, call: Call): Answer {
  const answer = description(cluster, call)
  const isRead = call.method === 'GET' || call.method === 'HEAD'
  if (answer !== NOT_FOUND && !isRead) throw methodNotAllowed()
  return answer
}

function description(cluster: Cluster, call: Call): Answer {
  const path = call.path.replace(/\/$/, '')
  const kinds = cluster.kinds.all()
  if (/^\/(healthz|livez|readyz)(\/.*)?$/.test(path))
    return { code: 200, text: 'ok', contentType: 'text/plain; charset=utf-8' }
  if (path === '/version') return json(VERSION)
  if (path === '/openapi/v3') return json(openapiIndex(kinds))
  if (path.startsWith('/openapi/v3/')) return orNotFound(openapiDocument(kinds, path.slice('/openapi/v3/'.length)))
  if (path === '/openapi/v2') throw outOfScope('/openapi/v2')
  if (path === '')
    return json({ paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v3', '/readyz', '/version'] })
  return discovery(cluster, call, path)
}

function discovery(cluster: Cluster, call: Call, path: string): Answer {
  const kinds = cluster.kinds.all()
  const [, root, group = '', version = '', ...more] = path.split('/')
  if (root === 'api' && group === '')
    return aggregated(cluster, call, true) ?? json(apiVersions(call.headers.host ?? 'localhost'))
  if (root === 'apis' && group === '') return aggregated(cluster, call, false) ?? json(apiGroupList(kinds))
  if (root === 'api' && !version) return orNotFound(apiResourceList(kinds, '', group))
  const known = root === 'apis' ? apiGroup(kinds, group) : undefined
  if (!known || !version) return orNotFound(known)
  const resources = more.length === 0 && apiResourceList(kinds, group, version)
  if (!resources) throw pathNotFound()
  return json(resources)
}

/** The aggregated form, when the client asks for it before any other that is served. */
function aggregated(cluster: Cluster, call: Call, isCore: boolean): Answer | undefined {
  const asked = /g=apidiscovery\.k8s\.io;v=(v2beta1|v2);as=APIGroupDiscoveryList/.exec(call.headers.accept ?? '')?.[1]
  if (!asked) return undefined
  const text = JSON.stringify(aggregatedDiscovery(cluster.kinds.all(), isCore, asked))
  return {
    code: 200,
    text,
    contentType: `application/json;g=apidiscovery.k8s.io;v=${asked};as=APIGroupDiscoveryList`,
    headers: { vary: 'Accept' },
  }
}

const json = (object: object): Answer => ({ code: 200, object: object as KubeObject })

const orNotFound = (object: object | undefined): Answer => (object ? json(object) : NOT_FOUND)
