/** Ownership: who controls an object, and the claim by which a controller adopts what matches its selector and releases what no longer does. */
import type { KubeObject } from '../api.ts'
import { apiVersionOf, type Resource } from './loop/resource.ts'
import type { View } from './loop/view.ts'
import type { LabelSelector } from './selector.ts'
import { isSelected } from './selector.ts'

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}

export const ownersOf = (object: KubeObject): readonly OwnerReference[] => object.metadata.ownerReferences ?? []

export const controllerOf = (object: KubeObject): OwnerReference | undefined =>
  ownersOf(object).find(owner => owner.controller)

export const controllerReference = (resource: Resource, owner: KubeObject): OwnerReference => ({
  apiVersion: apiVersionOf(resource),
  kind: resource.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
})

export const isDeleting = (object: KubeObject): boolean => object.metadata.deletionTimestamp !== undefined

/** The objects among `candidates` that `owner` controls after adoption and release. An owner that is being deleted adopts nothing. */
export async function claim(
  view: View,
  owner: { readonly resource: Resource; readonly object: KubeObject; readonly selector: LabelSelector },
  dependent: Resource,
  candidates: readonly KubeObject[],
): Promise<KubeObject[]> {
  const { uid } = owner.object.metadata
  const claimed: KubeObject[] = []
  for (const candidate of candidates) {
    const controller = controllerOf(candidate)
    const matches = isSelected(owner.selector, candidate.metadata.labels)
    if (controller?.uid === uid) {
      if (matches) claimed.push(candidate)
      else if (!isDeleting(owner.object)) await release(view, dependent, candidate, uid)
    } else if (!controller && matches && !isDeleting(owner.object) && !isDeleting(candidate)) {
      const ownerReferences = [...ownersOf(candidate), controllerReference(owner.resource, owner.object)]
      claimed.push(await view.patch(dependent, candidate, { metadata: { ownerReferences } }))
    }
  }
  return claimed
}

const release = (view: View, dependent: Resource, object: KubeObject, uid: string): Promise<KubeObject> =>
  view.patch(dependent, object, { metadata: { ownerReferences: ownersOf(object).filter(owner => owner.uid !== uid) } })

/** Keys of the owners of `kind` to look at when `object` changed: its controller, or every owner whose selector takes an orphan. */
export function ownersToTell(object: KubeObject, kind: string, owners: () => readonly KubeObject[]): string[] {
  const { namespace } = object.metadata
  const controller = controllerOf(object)
  if (controller) return controller.kind === kind ? [`${namespace}/${controller.name}`] : []
  return owners()
    .filter(owner => owner.metadata.namespace === namespace && isSelected(owner.spec.selector, object.metadata.labels))
    .map(owner => `${namespace}/${owner.metadata.name}`)
}
