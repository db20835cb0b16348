import type { KubeObject } from '../api.ts'
import type { Kind } from '../kinds/kind.ts'
import { freeze } from '../store/freeze.ts'
import { coreEvent, newEvent } from './events.ts'
import { apiVersionOf } from './kinds.ts'

const served = new WeakMap<KubeObject, Map<string, KubeObject>>()

/**
 * A stored object in the version of `kind`. Versions of a custom resource differ in apiVersion alone (conversion strategy None), events have two
 * shapes. The same object is answered each time, so that its serialised text can be kept.
 */
export function toServed(kind: Kind, object: KubeObject): KubeObject {
  const version = apiVersionOf(kind)
  if (object.apiVersion === version) return object
  const known = served.get(object) ?? new Map<string, KubeObject>()
  served.set(object, known)
  const made =
    known.get(version) ?? freeze(kind.kind === 'Event' ? newEvent(object) : { ...object, apiVersion: version })
  known.set(version, made)
  return made
}

/** What goes into the store: events in their core shape, anything else as it was written. */
export function toStored(kind: Kind, object: KubeObject): KubeObject {
  return kind.kind === 'Event' && kind.group === 'events.k8s.io' ? coreEvent(object) : object
}
