import { definition } from '../../kinds/definitions.ts'
import { decodingError } from '../../schema/go-types.ts'
import { decodePatch } from '../body.ts'
import type { Call } from '../call.ts'
import { badRequest, failure } from '../errors.ts'
import { flag, integer, invalidOption, isDryRun } from '../options.ts'

export interface DeleteOptions {
  readonly dryRun: boolean
  readonly policy: string
  readonly graceSeconds: number | undefined
  readonly uid?: string
  readonly resourceVersion?: string
}

/** From the body, or from the query when there is no body. Throws 400, 422 and 500 in the server's words. */
export function deleteOptions(call: Call): DeleteOptions {
  const body = optionsBody(call)
  const policy = body.propagationPolicy ?? call.query.get('propagationPolicy') ?? ''
  if (policy && !POLICIES.includes(policy)) throw unknownPolicy(policy)
  const legacy =
    body.orphanDependents ?? (call.query.get('orphanDependents') ? flag(call.query, 'orphanDependents') : undefined)
  if (policy && legacy !== undefined) throw twoPolicies(policy)
  return {
    dryRun: isDryRun(body.dryRun ?? call.query.getAll('dryRun'), 'DeleteOptions'),
    policy: policy || (legacy ? 'Orphan' : ''),
    graceSeconds: body.gracePeriodSeconds ?? integer(call.query, 'gracePeriodSeconds'),
    ...body.preconditions,
  }
}

interface OptionsBody {
  readonly propagationPolicy?: string
  readonly orphanDependents?: boolean
  readonly dryRun?: readonly string[]
  readonly gracePeriodSeconds?: number
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string }
}

/** A body that is no DeleteOptions deletes nothing: 500 as from the real server. */
function optionsBody({ body, headers }: Call): OptionsBody {
  if (!body || (body instanceof Uint8Array && body.length === 0)) return {}
  const json = body instanceof Uint8Array ? decodePatch(body, headers['content-type']?.includes('yaml')) : body.json
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw badRequest('the delete options are no JSON object')
  }
  const error = decodingError(definition('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions'), json)
  if (error) throw failure(500, '', error)
  return json
}

const POLICIES = ['Foreground', 'Background', 'Orphan']

function unknownPolicy(policy: string): Error {
  const values = [...POLICIES, 'nil'].map(value => `"${value}"`).join(', ')
  return invalidPolicy('FieldValueNotSupported', `Unsupported value: "${policy}": supported values: ${values}`)
}

function twoPolicies(policy: string): Error {
  const message = `Invalid value: "${policy}": orphanDependents and deletionPropagation cannot be both set`
  return invalidPolicy('FieldValueInvalid', message)
}

function invalidPolicy(reason: string, message: string): Error {
  return invalidOption('DeleteOptions', 'propagationPolicy', reason, message)
}
