import { duplicateField } from '../../schema/strict.ts'

interface Level {
  /** Field names seen so far; none for an array. */
  readonly seen?: Set<string>
  readonly path: string
  index: number
}

/**
 * The texts on fields that a JSON text has twice in one object, which JSON.parse lets pass: `duplicate field "metadata.name"`. The text is known
 * to be JSON, so it is enough to follow its strings and brackets.
 */
export function duplicateFields(bytes: Uint8Array): string[] {
  const text = new TextDecoder().decode(bytes)
  if (!/^\s*\{/.test(text)) return []
  const found: string[] = []
  const levels: Level[] = []
  let field = ''
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*:?|[[\]{},]/g)) {
    const level = levels.at(-1)
    if (token === '{' || token === '[') levels.push(open(token, level, field))
    else if (token === '}' || token === ']') levels.pop()
    else if (token === ',') level!.index++
    else if (token.endsWith(':')) {
      field = JSON.parse(token.slice(0, -1).trimEnd()) as string
      if (level!.seen!.has(field)) found.push(duplicateField(join(level!.path, field)))
      level!.seen!.add(field)
    }
  }
  return found
}

function open(bracket: string, parent: Level | undefined, field: string): Level {
  const path = !parent ? '' : parent.seen ? join(parent.path, field) : `${parent.path}[${parent.index}]`
  return bracket === '{' ? { seen: new Set(), path, index: 0 } : { path, index: 0 }
}

const join = (path: string, field: string) => (path ? `${path}.${field}` : field)
