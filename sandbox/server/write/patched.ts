import type { KubeObject } from '../../api.ts'
import type { Kind } from '../../kinds/kind.ts'
import { jsonPatch, mergePatch, PatchError, renderGo, strategicPatch } from '../../patch/index.ts'
import { decodePatch, mediaType } from '../body.ts'
import type { Call } from '../call.ts'
import { badRequest, failure, unsupportedCustomPatch, unsupportedPatch } from '../errors.ts'

/** A document after a patch. */
export interface PatchedDocument {
  /** A new value, nothing of it shared with the document before. */
  readonly json: unknown
  /** How error texts show what was wrong: the whole document, or a strategic patch as Go prints it. */
  readonly shown: string
  /** The patch was a list of operations. */
  readonly isList: boolean
}

const JSON_PATCH = 'application/json-patch+json'
const MERGE = 'application/merge-patch+json'
const STRATEGIC = 'application/strategic-merge-patch+json'

/** The document after the patch in the call's body. Throws 400, 415 and 422. */
export function patched(document: KubeObject, kind: Kind, call: Call): PatchedDocument {
  const type = mediaType(call.headers['content-type'])
  const apply = patchFor(type, kind)
  const patch = patchBody(call)
  const json = copied(patching(() => apply(document, patch)))
  return { json, shown: type === STRATEGIC ? renderGo(patch) : JSON.stringify(json), isList: type === JSON_PATCH }
}

/** The JSON of a patch, never shared with the caller. */
export function patchBody({ body = new Uint8Array() }: Call, isYaml = false): unknown {
  return body instanceof Uint8Array ? decodePatch(body, isYaml) : copied(body.json)
}

/** Runs a patch; what it throws becomes an answer of the server. */
export function patching<T>(run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof PatchError)) throw error
    if (error.code === 400) throw badRequest(error.message)
    throw error.code === 500 ? failure(500, '', error.message) : failure(error.code, error.reason, error.message, {})
  }
}

function patchFor(type: string, kind: Kind): (document: KubeObject, patch: unknown) => unknown {
  if (type === JSON_PATCH) return (document, patch) => jsonPatch(document, patch)
  if (type === MERGE) return (document, patch) => mergePatch(document, patch)
  if (type === STRATEGIC && !kind.custom) return (document, patch) => strategicPatch(kind.schema, document, patch)
  throw kind.custom ? unsupportedCustomPatch() : unsupportedPatch()
}

const copied = <T>(value: T): T => JSON.parse(JSON.stringify(value))
