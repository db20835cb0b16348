import { kinds } from '../../core/api/schema/kinds.ts'
import { renderTypes } from './types.ts'

/** Every generated file: path from the root of the repository -> text. */
export function generateApi(): { readonly [path: string]: string } {
  return { 'core/api/types.ts': renderTypes(kinds) }
}
