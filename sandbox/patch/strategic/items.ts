import { isObject, type Value } from '../../schema/schema.ts'
import { renderGo } from '../go-value.ts'
import { PatchError } from '../patch-error.ts'

/** Whether lists hold maps or scalars. Throws for lists of lists (422) and for items of different types. */
export function itemKind(...lists: readonly (readonly Value[])[]): 'map' | 'scalar' {
  const kinds = new Set(
    lists.flat(1).map(item => (Array.isArray(item) ? 'list' : isObject(item) ? 'map' : typeof item)),
  )
  if (kinds.size === 1 && kinds.has('list'))
    throw new PatchError('the server rejected our request due to an error in our request', 422)
  if (kinds.size > 1) throw new PatchError(`list element types are not identical: ${renderGo(lists)}`, 500)
  return kinds.has('map') ? 'map' : 'scalar'
}

export function findByKey(items: readonly Value[], key: string, value: Value): number {
  return items.findIndex(item => item[key] === value)
}
