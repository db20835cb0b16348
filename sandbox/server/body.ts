import { badRequest, failure } from './errors.ts'
import { parseYaml } from './yaml.ts'

/** As on the real server: etcd would refuse more, and the API server stops reading here. */
export const BODY_LIMIT = 3 * 1024 * 1024
/** Deeper than any real object, and shallow enough for every recursive walk. */
const DEPTH_LIMIT = 500

export const tooLarge = () => failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${BODY_LIMIT}`)

/** The media type of a Content-Type header: `application/json` of `application/json; charset=utf-8`, and when there is none. */
export const mediaType = (contentType: string | undefined): string =>
  contentType?.split(';')[0]?.trim().toLowerCase() || 'application/json'

const ACCEPTED = new Set(['application/json', 'application/yaml'])

/**
 * The JSON value of an object's body. Throws 415 for protobuf and other media types, from which clients learn to send JSON.
 * `expected` is the kind's name, for the error text.
 */
export function decodeObject(bytes: Uint8Array, contentType: string | undefined, expected: string): unknown {
  const type = mediaType(contentType)
  if (!ACCEPTED.has(type)) throw unknownFormat(type)
  const text = utf8(bytes)
  try {
    return checked(type === 'application/yaml' ? parseYaml(text) : JSON.parse(text))
  } catch (error) {
    const shown = text === '' ? '<empty>' : text.length > 30 ? `${text.slice(0, 30)} ...` : text
    throw badRequest(
      `the object provided is unrecognized (must be of type ${expected}): couldn't get version/kind; json parse error: ${goError(text, error)} (${shown})`,
    )
  }
}

/** In the server's words; to protobuf, which a real server would take, with a way out. */
function unknownFormat(type: string): Error {
  const message =
    'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml'
  const hint = type.endsWith('protobuf')
    ? ' (the Slipway sandbox reads no protobuf: with kubectl, use "kubectl apply")'
    : ''
  return failure(415, 'UnsupportedMediaType', message + hint)
}

/** The JSON value of a patch or of options; YAML where `yaml` says so (server-side apply). */
export function decodePatch(bytes: Uint8Array, yaml = false): unknown {
  const text = utf8(bytes)
  try {
    return checked(yaml ? parseYaml(text) : JSON.parse(text))
  } catch (error) {
    throw badRequest(`error decoding patch: ${goError(text, error)}`)
  }
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}

/** Go's words for what JSON.parse found. */
function goError(text: string, error: unknown): string {
  if (!(error instanceof SyntaxError)) return (error as Error).message
  const at = /position (\d+)/.exec(error.message)
  if (/Unexpected end|Unterminated/.test(error.message) || text.trim() === '' || Number(at?.[1]) >= text.length) {
    return 'unexpected end of JSON input'
  }
  const found = at ? text[Number(at[1])] : /Unexpected token '?(.)/.exec(error.message)?.[1]
  return found === undefined ? error.message : `invalid character '${found}' looking for beginning of value`
}

/** Refuses what would hurt whoever walks the value: depth without end, and keys that reach into JavaScript's prototypes. */
function checked(value: unknown): unknown {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEPTH_LIMIT) throw new Error('exceeded max depth')
    level = level.flatMap(childrenOf)
  }
  return value
}

function childrenOf(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (Object.hasOwn(value, '__proto__')) throw new Error('the field name "__proto__" is not accepted')
  return Object.values(value)
}
