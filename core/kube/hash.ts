/** Upstream's short hashes: FNV-1a, printed in an alphabet that spells no words (contract rollout 3.1 points 4 and 5). */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789'

/**
 * Hash of a text. `collisionCount` is mixed in when it is present, also when it is 0.
 * @returns 1 to 10 characters that are good for a label value
 */
export function shortHash(text: string, collisionCount?: number): string {
  let hash = 0x811c9dc5
  const add = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  addUtf8(text, add)
  if (collisionCount !== undefined) {
    for (let shift = 0; shift < 32; shift += 8) add((collisionCount >>> shift) & 0xff)
    for (let i = 0; i < 4; i++) add(0)
  }
  return [...String(hash >>> 0)].map(digit => alphabet[digit.charCodeAt(0) % alphabet.length]).join('')
}

function addUtf8(text: string, add: (byte: number) => void): void {
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0
    if (code < 0x80) {
      add(code)
      continue
    }
    const tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3
    add(((0xff00 >> (tail + 1)) & 0xff) | (code >> (6 * tail)))
    for (let i = tail - 1; i >= 0; i--) add(0x80 | ((code >> (6 * i)) & 0x3f))
    if (code > 0xffff) at++
  }
}
