import type { KubeObject } from '../api.ts'
import { decodePatch } from '../server/body.ts'
import type { Answer, Call } from '../server/call.ts'
import type { Cluster } from '../server/cluster.ts'
import { badRequest, methodNotAllowed, pathNotFound } from '../server/errors.ts'
import { parseFault } from './fault.ts'
import type { Faults } from './faults.ts'

/**
 * The admin paths, which no fault hits: `GET /sandbox/faults` lists them, `POST /sandbox/faults` adds one and answers its id,
 * `DELETE /sandbox/faults[/ID]` removes one or all, `POST /sandbox/compact` forgets the history, so that resumed watches get 410.
 */
export function serveFaults(cluster: Cluster, faults: Faults, call: Call): Answer {
  const [, , what, id] = call.path.split('/')
  if (what === 'compact' && call.method === 'POST') {
    cluster.store.history.compact(cluster.store.revision)
    return json({ compacted: cluster.store.revision })
  }
  if (what !== 'faults') throw pathNotFound()
  if (call.method === 'GET') return json({ faults: faults.list() })
  if (call.method === 'POST') return json({ id: faults.add(faultOf(call)) })
  if (call.method !== 'DELETE') throw methodNotAllowed()
  if (id && !faults.remove(Number(id))) throw badRequest(`no fault has the id ${id}; GET /sandbox/faults lists them`)
  if (!id) faults.remove()
  return json({ faults: faults.list() })
}

function faultOf({ body }: Call) {
  try {
    return parseFault(body instanceof Uint8Array ? decodePatch(body) : body?.json)
  } catch (error) {
    throw badRequest((error as Error).message)
  }
}

const json = (object: object): Answer => ({ code: 200, object: object as KubeObject })
