import { ApiError } from '../../api.ts'
import { mediaType } from '../body.ts'
import type { Call } from '../call.ts'
import type { Cluster } from '../cluster.ts'
import { invalid } from '../errors.ts'
import { addressed } from '../metadata.ts'
import { invalidOption, writeOptions } from '../options.ts'
import type { Target } from '../target.ts'
import { APPLY, apply, type Patched } from './apply.ts'
import { dropUnknown } from './decode.ts'
import { duplicateFields } from './duplicates.ts'
import { checkUid } from './identity.ts'
import { type PatchedDocument, patched } from './patched.ts'
import { live, replace } from './update.ts'

/** PATCH of an object or of its status, by the four media types. */
export function patch(cluster: Cluster, target: Target, call: Call): Patched {
  const options = writeOptions(call, 'PatchOptions')
  if (mediaType(call.headers['content-type']) === APPLY) return apply(cluster, target, call, options)
  if (call.query.has('force')) throw forceless()
  const old = live(cluster, target)
  const document = patched(old, target.kind, call)
  const object = blamingPatch(document, () => {
    const object = addressed(document.json, target)
    dropUnknown(object, target.kind, faultsOf(call, document), options.fieldValidation, call.warnings)
    return object
  })
  checkUid(target.kind, old, object)
  return { object: blamingPatch(document, () => replace(cluster, target, old, object, options)), isNew: false }
}

function forceless(): Error {
  return invalidOption(
    'PatchOptions',
    'force',
    'FieldValueForbidden',
    'Forbidden: may not be specified for non-apply patch',
  )
}

/** A JSON patch is a list of operations; only in the others can a field of the object stand twice. */
function faultsOf({ body }: Call, { isList }: PatchedDocument): string[] {
  return body instanceof Uint8Array && !isList ? duplicateFields(body) : []
}

/** A result that is no object of the kind is the patch's fault: 422, with what went wrong in the words of a decoder. */
function blamingPatch<T>({ shown }: PatchedDocument, run: () => T): T {
  try {
    return run()
  } catch (error) {
    const why =
      error instanceof ApiError &&
      error.code === 400 &&
      /cannot be handled as a \w+: ([\s\S]*)$/.exec(error.message)?.[1]
    if (!why) throw error
    const message = `Invalid value: ${JSON.stringify(shown)}: ${why}`
    throw invalid({ group: '', kind: '' }, '', [{ reason: 'FieldValueInvalid', message, field: 'patch' }])
  }
}
