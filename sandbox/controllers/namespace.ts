/** Namespace deletion: everything inside goes first, then the `kubernetes` finalizer. */
import type { KubeObject } from '../api.ts'
import { type Controller, queueOf } from './context.ts'
import { discover } from './discovery.ts'
import { kinds, pathOf } from './loop/resource.ts'
import type { View } from './loop/view.ts'
import { isDeleting } from './owner.ts'

/** Pods take their grace period; how often to look whether they are gone, in milliseconds. */
const AGAIN = 1000

export const namespaceController: Controller = context => {
  const { view } = context
  const queue = queueOf('namespace', context, name => sync(view, name))
  view.of(kinds.namespaces).onChange(namespace => {
    if (isDeleting(namespace)) queue.add(namespace.metadata.name)
  })
  return queue
}

async function sync(view: View, name: string): Promise<number | undefined> {
  const namespace = view.of(kinds.namespaces).get(name)
  if (!namespace || !isDeleting(namespace) || !namespace.spec?.finalizers?.includes('kubernetes')) return undefined
  if (await empty(view, name)) {
    await finalize(view, namespace)
    return undefined
  }
  return view.clock.now() + AGAIN
}

/** Deletes what is inside; true when nothing was left to delete. */
async function empty(view: View, namespace: string): Promise<boolean> {
  let left = 0
  for (const resource of await discover(view.api)) {
    if (!resource.namespaced) continue
    const { items } = await view.api.request({ method: 'GET', path: pathOf(resource, namespace) })
    for (const object of items as KubeObject[]) if (!isDeleting(object)) await view.delete(resource, object)
    left += items.length
  }
  return left === 0
}

const finalize = (view: View, namespace: KubeObject): Promise<KubeObject> => {
  const finalizers = namespace.spec.finalizers.filter((finalizer: string) => finalizer !== 'kubernetes')
  return view.update(kinds.namespaces, { ...namespace, spec: { ...namespace.spec, finalizers } }, 'finalize')
}
