import { failure } from '../errors.ts'

/** The forms in which an object can be answered. */
export type Form = 'object' | 'table' | 'metadata'

export interface Accepted {
  readonly form: Form
  readonly yaml: boolean
}

/**
 * What an Accept header asks for, taking its first alternative that the server can do: `application/json;as=Table;v=v1;g=meta.k8s.io`. Protobuf is not
 * served, and clients that prefer it name JSON too. Throws 406 when nothing fits.
 */
export function accepted(header: string | undefined): Accepted {
  const alternatives = (header || '*/*').split(',').map(parse)
  alternatives.sort((a, b) => b.quality - a.quality)
  for (const { type, as } of alternatives) {
    const form = formOf(as)
    if (form && isJson(type)) return { form, yaml: false }
    if (form && type === 'application/yaml') return { form, yaml: true }
  }
  const types = ['application/json', 'application/yaml', 'application/json;stream=watch'].join(', ')
  throw failure(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${types}`, {})
}

function parse(alternative: string): { type: string; as: string | undefined; quality: number } {
  const [type = '', ...parameters] = alternative.split(';').map(part => part.trim())
  const value = (name: string) => parameters.find(parameter => parameter.startsWith(`${name}=`))?.slice(name.length + 1)
  return { type: type.toLowerCase(), as: value('as'), quality: Number(value('q') ?? 1) }
}

const isJson = (type: string) => type === 'application/json' || type === '*/*' || type === 'application/*'

function formOf(as: string | undefined): Form | undefined {
  if (!as) return 'object'
  if (as === 'Table') return 'table'
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? 'metadata' : undefined
}
