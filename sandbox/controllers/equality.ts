/** Deep equality of JSON, whatever the order of keys; a field that is null or undefined is a field that is absent. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null)
    return (a ?? b ?? undefined) === undefined
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const left = a as { [key: string]: unknown }
  const right = b as { [key: string]: unknown }
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every(key => isSame(left[key], right[key]))
}
