import type { ApiError } from '../../api.ts'
import { decodePatch } from '../body.ts'
import type { Call } from '../call.ts'
import { badRequest, invalid } from '../errors.ts'
import { integer, isDryRun } from '../options.ts'

export interface DeleteOptions {
  readonly dryRun: boolean
  readonly policy: string
  readonly graceSeconds: number | undefined
  readonly uid?: string
  readonly resourceVersion?: string
}

const POLICIES = ['Foreground', 'Background', 'Orphan']

/** From the body, or from the query when there is no body. Throws 400 and 422 in the server's words. */
export function deleteOptions(call: Call): DeleteOptions {
  const body = optionsBody(call)
  const policy = String(body.propagationPolicy ?? call.query.get('propagationPolicy') ?? '')
  if (policy && !POLICIES.includes(policy)) throw unknownPolicy(policy)
  const legacy = body.orphanDependents ?? call.query.get('orphanDependents')
  const orphaned = legacy === true || legacy === 'true'
  return {
    dryRun: isDryRun((body.dryRun as string[] | undefined) ?? call.query.getAll('dryRun'), 'DeleteOptions'),
    policy: policy || (orphaned ? 'Orphan' : ''),
    graceSeconds: (body.gracePeriodSeconds as number | undefined) ?? integer(call.query, 'gracePeriodSeconds'),
    ...((body.preconditions ?? {}) as { uid?: string; resourceVersion?: string }),
  }
}

function optionsBody(call: Call): Record<string, unknown> {
  const { body } = call
  if (!body || (body instanceof Uint8Array && body.length === 0)) return {}
  const json =
    body instanceof Uint8Array ? decodePatch(body, call.headers['content-type']?.includes('yaml')) : body.json
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw badRequest('the delete options are no JSON object')
  return json as Record<string, unknown>
}

function unknownPolicy(policy: string): ApiError {
  const values = [...POLICIES, 'nil'].map(value => `"${value}"`).join(', ')
  return invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [
    {
      reason: 'FieldValueNotSupported',
      message: `Unsupported value: "${policy}": supported values: ${values}`,
      field: 'propagationPolicy',
    },
  ])
}
