/** Finds the manifest of an object among files. */
import { parseAllDocuments } from 'yaml'
import type { Files } from './files.ts'

export interface Located {
  readonly path: string
  /** Which document of the file. */
  readonly index: number
  readonly namespace?: string
}

export interface Sought {
  readonly kind: string
  readonly name: string
  readonly namespace?: string | undefined
}

/** Every file that says it: overlays of the same name are for people to tell apart. A manifest without a namespace fits any. */
export function locate(files: Files, { kind, name, namespace }: Sought): readonly Located[] {
  return [...files].flatMap(([path, text]) => {
    if (!text.includes(name) || isTemplate(text)) return []
    return documentsOf(text).flatMap((object, index): Located[] => {
      const found = object?.metadata?.namespace
      const isIt =
        object?.kind === kind && object.metadata?.name === name && (!found || !namespace || found === namespace)
      return isIt ? [{ path, index, ...(found && { namespace: found }) }] : []
    })
  })
}

/** Helm's braces make a text no YAML; where they happen to parse, the values are not what is applied. */
export const isTemplate = (text: string) => text.includes('{{')

/** Templates that make an object of this kind. */
export function templatesOf(files: Files, kind: string): readonly string[] {
  return [...files]
    .filter(([, text]) => isTemplate(text) && new RegExp(`^kind:\\s*${kind}\\b`, 'm').test(text))
    .map(([path]) => path)
}

interface Loose {
  readonly kind?: string
  readonly metadata?: { readonly name?: string; readonly namespace?: string }
}

/** None of a text that is no YAML: its owner's tools say so better. */
function documentsOf(text: string): readonly (Loose | null)[] {
  const documents = parseAllDocuments(text)
  return documents.some(({ errors }) => errors.length > 0)
    ? []
    : documents.map(document => document.toJS() as Loose | null)
}
