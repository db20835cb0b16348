/** A JSON value as Go prints it with %v, which is how some error texts show a patch: `map[spec:map[replicas:3]]`. */
export function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (typeof value !== 'object') return String(value)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[${fields.map(([name, field]) => `${name}:${goText(field)}`).join(' ')}]`
}
