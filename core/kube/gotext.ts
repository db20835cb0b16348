/** How Go writes texts: in JSON (encoding/json) and with %q (strconv.Quote). */

/** A JSON string as encoding/json writes it: `<`, `>`, `&`, U+2028 and U+2029 are escaped, lone surrogates become U+FFFD. */
export function goJsonString(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const shortEscapes: { readonly [character: string]: string } = {
  '"': '\\"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
}

/** `%q`: quoted, with what is not printable escaped. */
export function goQuote(text: string): string {
  return `"${[...text].map(escapeCharacter).join('')}"`
}

function escapeCharacter(character: string): string {
  const short = shortEscapes[character]
  if (short) return short
  // Letters, marks, numbers, punctuation, symbols and the plain blank are what unicode.IsPrint accepts.
  if (/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(character)) return character
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}
