/** Whether two JSON values mean the same to Kubernetes: null, absent, an empty list and an empty map are one. */
type Json = { readonly [key: string]: unknown }

export function semanticallyEqual(a: unknown, b: unknown): boolean {
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) && isEmpty(b)
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
    return a.every((item, index) => semanticallyEqual(item, b[index]))
  }
  if (!isObject(a) || !isObject(b)) return a === b
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every(key => semanticallyEqual(a[key], b[key]))
}

/** A list of empty things is not empty: its length counts. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return isObject(value) && Object.values(value).every(isEmpty)
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
