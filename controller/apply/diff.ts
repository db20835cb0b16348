import { isDeepStrictEqual } from 'node:util'

type Fields = { readonly [field: string]: unknown }

/**
 * The JSON merge patch (RFC 7386) that turns `before` into `after`, or undefined when there is nothing to do. Lists are replaced
 * whole, fields that went become null (contract rollout 4.6).
 */
export function mergePatch(before: Fields, after: Fields): Fields | undefined {
  const patch: { [field: string]: unknown } = {}
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, wanted] = [own(before, field), own(after, field)]
    if (isDeepStrictEqual(old, wanted)) continue
    patch[field] = isFields(old) && isFields(wanted) ? mergePatch(old, wanted) : (wanted ?? null)
  }
  return Object.keys(patch).length === 0 ? undefined : patch
}

/** Not what JavaScript gives every object. */
function own(fields: Fields, field: string): unknown {
  return Object.hasOwn(fields, field) ? fields[field] : undefined
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
