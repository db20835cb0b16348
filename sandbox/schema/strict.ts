/** The two texts of strict decoding, and the error that carries them (400 BadRequest). Under Warn each text is one `Warning` header. */
export const unknownField = (path: string): string => `unknown field ${JSON.stringify(path)}`
export const duplicateField = (path: string): string => `duplicate field ${JSON.stringify(path)}`

/** `strict decoding error: unknown field "spec.replicaz", duplicate field "spec.x"`. */
export function strictDecodingError(texts: readonly string[]): string {
  return `strict decoding error: ${texts.join(', ')}`
}
