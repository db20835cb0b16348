import { kinds } from '../../core/api/schema/kinds.ts'
import { renderCrd } from './crd.ts'
import { renderPolicy } from './policy.ts'
import { renderTypes } from './types.ts'

/** Every generated file: path from the root of the repository -> text. */
export function generateApi(): { readonly [path: string]: string } {
  const crds = kinds.map(kind => [`manifests/crds/${kind.shape.name.toLowerCase()}-crd.yaml`, renderCrd(kind)])
  return {
    'core/api/types.ts': renderTypes(kinds),
    ...Object.fromEntries(crds),
    'manifests/crds/strict/rollout.yaml': renderPolicy(),
  }
}
