/** Changes documents of a YAML text and leaves every other byte as it is. */
import { type Document, parseAllDocuments } from 'yaml'
import { runGit } from './git.ts'

/** Ways of indenting; the one that leaves most lines as they stand is the author's. */
const styles = [
  { indentSeq: true, indent: 2 },
  { indentSeq: false, indent: 2 },
  { indentSeq: true, indent: 4 },
  { indentSeq: false, indent: 4 },
].map(style => ({ ...style, lineWidth: 0 }))

type Style = (typeof styles)[number]

/**
 * The library writes a text anew, so that its own habits are told from the edit by writing the unedited text, too, and only what
 * differs between these two is taken over.
 */
export function editDocuments(text: string, edit: (documents: readonly Document[]) => readonly Document[]): string {
  const style = styleOf(text)
  const edited = written(edit(documentsOf(text)), style)
  const result = merged(text, written(documentsOf(text), style), edited)
  return isSame(result, edited) ? result : edited
}

export function editDocument(text: string, index: number, edit: (document: Document) => void): string {
  return editDocuments(text, documents => {
    edit(documents[index]!)
    return documents
  })
}

export const countDocuments = (text: string) => documentsOf(text).length

const documentsOf = (text: string) => parseAllDocuments(text) as Document[]
const written = (documents: readonly Document[], style: Style) => documents.map(each => each.toString(style)).join('')

function styleOf(text: string): Style {
  const known = new Set(beginnings(text))
  const strangers = (style: Style) =>
    beginnings(written(documentsOf(text), style)).filter(each => !known.has(each)).length
  return styles.reduce((a, b) => (strangers(b) < strangers(a) ? b : a))
}

/** Indentation and first word of each line. */
const beginnings = (text: string) => text.split('\n').map(line => /^\s*\S*/.exec(line)![0])

/** Where the edit is about a line that the library would write otherwise, its writing wins. */
function merged(mine: string, base: string, edited: string): string {
  if (mine === base) return edited
  const texts = Object.entries({ mine, base, edited }).map(([name, text]): [string, string] => [name, apart(text)])
  return together(runGit(texts, 'merge-file', '-p', '--quiet', '--theirs', 'mine', 'base', 'edited').text)
}

/** A merge takes neighbouring lines for one change: something that never changes stands between them. */
const between = '\n#between\n'
const apart = (text: string) => text.replaceAll('\n', between)
const together = (text: string) => text.replaceAll(between, '\n')

function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map(text => JSON.stringify(documentsOf(text).map(each => each.toJS())))
  return left === right
}
