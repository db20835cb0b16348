/**
 * The value of `pod-template-hash`: FNV-1a over the template's JSON with sorted keys, in the alphabet that Kubernetes uses.
 * It is not the value that a real Deployment controller computes (that hashes Go's own dump of the struct): a ReplicaSet is
 * found by its template, so the hash only has to differ where templates differ.
 */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789'

export function templateHash(template: unknown, collisionCount?: number): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(`${canonical(template)}${collisionCount ?? ''}`))
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return [...String(hash)].map(digit => ALPHABET[digit.charCodeAt(0) % ALPHABET.length]).join('')
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`)}}`
}
