/** ReplicaSets without the label of their hash: our watch does not show them, somebody has taken it out by hand. */
import { HASH } from '../../core/keys.ts'
import type { Client, KubeObject } from '../client/client.ts'
import { pathOf, resources } from '../client/path.ts'

export function hashOf({ metadata }: { readonly metadata: object }): string | undefined {
  return (metadata as { readonly labels?: { readonly [key: string]: string } }).labels?.[HASH]
}

/** The uid of its controller. */
export function ownerUid({ metadata }: { readonly metadata: object }): string | undefined {
  const { ownerReferences = [] } = metadata as {
    readonly ownerReferences?: readonly { readonly uid: string; readonly controller?: boolean }[]
  }
  return ownerReferences.find(owner => owner.controller)?.uid
}

/** Gives it the label back; the watch shows it then. */
export function relabel(client: Client, { metadata }: KubeObject, hash: string | undefined): Promise<KubeObject> {
  const { namespace, name, uid } = metadata
  return client.request({
    method: 'PATCH',
    path: pathOf(resources.replicasets, { namespace, name }, { fieldManager: 'slipway' }),
    contentType: 'application/merge-patch+json',
    body: { metadata: { uid, labels: { [HASH]: hash } } },
  })
}
