import type { KubeObject } from '../../api.ts'
import type { Kind } from '../../kinds/kind.ts'
import { invalid as invalidField } from '../../schema/field-error.ts'
import { conflict, invalid, modified } from '../errors.ts'
import { parseRevision } from '../options.ts'
import { invalidObject } from './validate.ts'

/** Optimistic concurrency: a version or uid that a client names has to be the stored one. */
export function checkPreconditions(kind: Kind, old: KubeObject, given: KubeObject): void {
  const { resourceVersion, uid } = given.metadata
  const name = old.metadata.name
  if (!resourceVersion && kind.custom) throw missingVersion(kind, name)
  if (uid && uid !== old.metadata.uid) throw conflict(kind, name, otherUid(kind, old, uid))
  if (!resourceVersion) return
  parseRevision(String(resourceVersion), '')
  if (resourceVersion !== old.metadata.resourceVersion) throw modified(kind, name)
}

/** A patch starts from the stored object, so that another uid in the result is a field that it may not change. */
export function checkUid(kind: Kind, old: KubeObject, object: KubeObject): void {
  const { uid } = object.metadata
  if (uid !== old.metadata.uid)
    throw invalidObject(kind, object, [invalidField('metadata.uid', uid, 'field is immutable')])
}

/** The server names the resource here where it names the kind elsewhere. */
function missingVersion({ group, plural }: Kind, name: string): Error {
  return invalid({ group, kind: plural }, name, [
    {
      reason: 'FieldValueInvalid',
      message: 'Invalid value: 0: must be specified for an update',
      field: 'metadata.resourceVersion',
    },
  ])
}

function otherUid({ group, plural, custom }: Kind, { metadata }: KubeObject, uid: string): string {
  const namespace = metadata.namespace ? `${metadata.namespace}/` : ''
  const key = `/registry/${custom ? `${group}/` : ''}${plural}/${namespace}${metadata.name}`
  return `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`
}
