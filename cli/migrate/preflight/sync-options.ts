/** Sync options of an Application; a later one of the same name wins. */
import type { Application } from '../cluster/objects.ts'

/** `true` of `ServerSideApply=true`. */
export function optionOf({ spec }: Pick<Application, 'spec'>, name: string): string | undefined {
  const option = spec.syncPolicy?.syncOptions?.findLast(each => each.split('=')[0] === name)
  return option?.slice(name.length + 1)
}

export const isServerSide = (application: Application) => optionOf(application, 'ServerSideApply') === 'true'
export const isSelfHealing = ({ spec }: Application) =>
  spec.syncPolicy?.automated?.selfHeal === true && spec.syncPolicy.automated.enabled !== false
