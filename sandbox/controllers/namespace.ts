/** Namespace deletion: everything inside goes first, then the `kubernetes` finalizer. */
import { semanticallyEqual } from '../../core/kube/equality.ts'
import { formatTime } from '../../core/kube/time.ts'
import type { KubeObject } from '../api.ts'
import { type Controller, queueOf } from './context.ts'
import { discover } from './discovery.ts'
import { kinds, pathOf, type Resource } from './loop/resource.ts'
import type { View } from './loop/view.ts'
import { isDeleting } from './owner.ts'
import { type Condition, conditionOf } from './pod.ts'

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

interface Left {
  readonly resource: Resource
  readonly objects: readonly KubeObject[]
}

async function sync(view: View, name: string): Promise<number | undefined> {
  const namespace = view.of(kinds.namespaces).get(name)
  if (!namespace || !isDeleting(namespace) || !namespace.spec?.finalizers?.includes('kubernetes')) return undefined
  const left = await clear(view, name)
  if (left.length === 0) {
    await finalize(view, namespace)
    return undefined
  }
  await writeStatus(view, namespace, left)
  return view.clock.now() + AGAIN
}

/** Deletes what is inside; answers what was still there. */
async function clear(view: View, namespace: string): Promise<Left[]> {
  const left: Left[] = []
  for (const resource of await discover(view.api)) {
    if (!resource.namespaced) continue
    const { items } = await view.api.request({ method: 'GET', path: pathOf(resource, namespace) })
    for (const object of items as KubeObject[]) if (!isDeleting(object)) await view.delete(resource, object)
    if (items.length > 0) left.push({ resource, objects: items })
  }
  return left
}

const finalize = (view: View, namespace: KubeObject): Promise<KubeObject> => {
  const finalizers = namespace.spec.finalizers.filter((finalizer: string) => finalizer !== 'kubernetes')
  return view.update(kinds.namespaces, { ...namespace, spec: { ...namespace.spec, finalizers } }, 'finalize')
}

async function writeStatus(view: View, namespace: KubeObject, left: readonly Left[]): Promise<void> {
  const names = left.map(({ resource, objects }) => `${nameOf(resource)} has ${objects.length} resource instances`)
  const holders = finalizersOf(left).map(([finalizer, count]) => `${finalizer} in ${count} resource instances`)
  const conditions = [
    condition(
      namespace,
      'NamespaceContentRemaining',
      'SomeResourcesRemain',
      `Some resources are remaining: ${names.join(', ')}`,
    ),
    ...(holders.length > 0
      ? [condition(namespace, 'NamespaceFinalizersRemaining', 'SomeFinalizersRemain', finalizersText(holders))]
      : []),
  ].map(next => ({ ...next, lastTransitionTime: next.lastTransitionTime ?? formatTime(view.clock.now()) }))
  const status = { ...namespace.status, conditions }
  if (!semanticallyEqual(namespace.status, status))
    await view.update(kinds.namespaces, { ...namespace, status }, 'status')
}

const finalizersText = (holders: readonly string[]): string =>
  `Some content in the namespace has finalizers remaining: ${holders.join(', ')}`

function finalizersOf(left: readonly Left[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const object of left.flatMap(({ objects }) => objects))
    for (const finalizer of object.metadata.finalizers ?? []) counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
}

function condition(namespace: KubeObject, type: string, reason: string, message: string): Condition {
  const since = conditionOf(namespace, type)?.lastTransitionTime
  return { type, status: 'True', reason, message, ...(since ? { lastTransitionTime: since } : {}) }
}

const nameOf = ({ plural, group }: Resource): string => (group === '' ? `${plural}.` : `${plural}.${group}`)
