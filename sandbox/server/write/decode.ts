import type { KubeObject } from '../../api.ts'
import { definition } from '../../kinds/definitions.ts'
import type { Kind } from '../../kinds/kind.ts'
import { decodingError } from '../../schema/go-types.ts'
import { prune } from '../../schema/prune.ts'
import { strictDecodingError, unknownField } from '../../schema/strict.ts'
import { decodeObject } from '../body.ts'
import type { Call } from '../call.ts'
import { badRequest } from '../errors.ts'
import type { FieldValidation } from '../options.ts'
import { duplicateFields } from './duplicates.ts'

/** The JSON of a request's body, never shared with the caller, and the texts on fields that it has twice. */
export function decodeBody(call: Call, kind: Kind): { readonly json: unknown; readonly faults: readonly string[] } {
  const body = call.body ?? new Uint8Array()
  if (!(body instanceof Uint8Array)) return { json: JSON.parse(JSON.stringify(body.json)), faults: [] }
  return { json: decodeObject(body, call.headers['content-type'], kind.kind), faults: duplicateFields(body) }
}

/** Removes the fields that the kind does not know and reports them as `fieldValidation` asks: 400, `Warning` headers, or not at all. */
export function dropUnknown(
  object: KubeObject,
  kind: Kind,
  faults: readonly string[],
  how: FieldValidation,
  warnings: string[],
): void {
  if (kind.custom) checkMetadata(object, kind)
  const all = [...faults, ...prune(kind.schema, object).map(unknownField)]
  if (all.length === 0 || how === 'Ignore') return
  if (how === 'Warn') warnings.push(...all)
  else throw strictFailure(kind, all)
}

/** Of a custom resource the server decodes the metadata alone into a type of its own. */
function checkMetadata({ metadata }: KubeObject, kind: Kind): void {
  const error = decodingError(definition('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'), metadata)
  if (error) throw badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${error}`)
}

function strictFailure(kind: Kind, faults: readonly string[]): Error {
  const error = strictDecodingError(faults)
  return badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${error}`)
}
