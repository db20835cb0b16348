import type { Kind } from '../../kinds/kind.ts'
import { reviewKinds } from '../subresources/kinds.ts'

export interface Subresource {
  readonly name: string
  readonly verbs: readonly string[]
  /** Of what it answers; the kind of its parent when absent. */
  readonly gvk?: { readonly group: string; readonly version: string; readonly kind: string }
}

const ALL = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

export function verbsOf(kind: Kind): readonly string[] {
  if (reviewKinds.includes(kind)) return ['create']
  return kind.group === '' && kind.plural === 'namespaces' ? ALL.filter(verb => verb !== 'deletecollection') : ALL
}

const READ_WRITE = ['get', 'patch', 'update']

/** Subresources that belong to one built-in resource, beside the status and scale of the kind's row. */
const PARTICULAR: Record<string, readonly Subresource[]> = {
  '/pods': [
    { name: 'binding', verbs: ['create'], gvk: { group: '', version: 'v1', kind: 'Binding' } },
    { name: 'eviction', verbs: ['create'], gvk: { group: 'policy', version: 'v1', kind: 'Eviction' } },
  ],
  '/namespaces': [{ name: 'finalize', verbs: ['update'] }],
}

export function subresourcesOf(kind: Kind): Subresource[] {
  const { status, scale } = kind.subresources
  const particular = PARTICULAR[`${kind.group}/${kind.plural}`] ?? []
  return [
    ...particular,
    ...(scale
      ? [{ name: 'scale', verbs: READ_WRITE, gvk: { group: 'autoscaling', version: 'v1', kind: 'Scale' } }]
      : []),
    ...(status ? [{ name: 'status', verbs: READ_WRITE }] : []),
  ]
}
