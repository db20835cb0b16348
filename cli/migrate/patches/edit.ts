/** Changes one document of a YAML text and leaves every other byte as it is. */
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
 * `edit` is given the document at `index`. The library writes a text anew, so that its own habits are told from the edit by writing
 * the unedited text, too, and only what differs between these two is taken over.
 */
export function editDocument(text: string, index: number, edit: (document: Document) => void): string {
  const style = styleOf(text)
  const documents = documentsOf(text)
  edit(documents[index]!)
  const edited = written(documents, style)
  const result = merged(text, written(documentsOf(text), style), edited)
  return isSame(result, edited) ? result : edited
}

const documentsOf = (text: string) => parseAllDocuments(text) as Document[]
const written = (documents: readonly Document[], style: Style) => documents.map(each => each.toString(style)).join('')

function styleOf(text: string): Style {
  const lines = new Set(text.split('\n'))
  const strangers = (style: Style) =>
    written(documentsOf(text), style)
      .split('\n')
      .filter(line => !lines.has(line)).length
  return styles.reduce((a, b) => (strangers(b) < strangers(a) ? b : a))
}

/** Where the edit stands right beside what the library would write otherwise, its writing wins. */
function merged(mine: string, base: string, edited: string): string {
  if (mine === base) return edited
  const files: [string, string][] = [
    ['mine', mine],
    ['base', base],
    ['edited', edited],
  ]
  return runGit(files, 'merge-file', '-p', '--quiet', '--theirs', 'mine', 'base', 'edited').text
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map(text => JSON.stringify(documentsOf(text).map(each => each.toJS())))
  return left === right
}
