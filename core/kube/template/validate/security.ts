import { type Errors, invalid } from '../../field-error.ts'
import type { IdsView } from './view.ts'

const largest = 2 ** 31 - 1

export function* idErrors(path: string, ids: IdsView | undefined): Errors {
  for (const field of ['fsGroup', 'runAsUser', 'runAsGroup'] as const) {
    const id = ids?.[field]
    if (id === undefined || (id >= 0 && id <= largest)) continue
    yield invalid(`${path}.${field}`, id, `must be between 0 and ${largest}, inclusive`)
  }
}
