import { isDeepStrictEqual } from 'node:util'
import { semanticallyEqual } from '../../core/kube/equality.ts'
import type { KubeObject } from '../api.ts'

/** One generation more when anything but metadata and status changed, or one of the metadata fields that count for the kind. */
export function bumpGeneration(object: KubeObject, old: KubeObject, metadataFields: readonly string[] = []): void {
  const isSame =
    semanticallyEqual(desired(object), desired(old)) &&
    metadataFields.every(field => semanticallyEqual(object.metadata[field], old.metadata[field]))
  object.metadata.generation = (old.metadata.generation ?? 0) + (isSame ? 0 : 1)
}

/** The same for a custom resource, of which the server keeps what is empty as it was written. */
export function bumpCustomGeneration(object: KubeObject, old: KubeObject): void {
  const isSame = isDeepStrictEqual(desired(object), desired(old))
  object.metadata.generation = (old.metadata.generation ?? 0) + (isSame ? 0 : 1)
}

function desired({ apiVersion, kind, metadata, status, ...rest }: KubeObject): object {
  return rest
}
