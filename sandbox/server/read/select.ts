import type { KubeObject } from '../../api.ts'
import type { Cluster } from '../cluster.ts'
import { fieldSelector } from '../field-selector.ts'
import { storageOf } from '../kinds.ts'
import { labelSelector, type Predicate } from '../label-selector.ts'
import type { Target } from '../target.ts'
import { toServed } from '../versions.ts'

/** What the selectors of a query choose; undefined when there are none. Fields are those of the stored version. */
export function selection(target: Target, query: URLSearchParams): Predicate | undefined {
  const labels = query.get('labelSelector')
  const fields = query.get('fieldSelector')
  const tests = [
    ...(labels ? [labelSelector(labels)] : []),
    ...(fields ? [fieldSelector(fields, target.kind)] : []),
    ...(target.name ? [(object: KubeObject) => object.metadata.name === target.name] : []),
  ]
  return tests.length === 0 ? undefined : object => tests.every(holds => holds(object))
}

/** The current objects of the target's resource and namespace that the query selects. */
export function select(cluster: Cluster, target: Target, query: URLSearchParams): KubeObject[] {
  const holds = selection(target, query)
  const objects = cluster.store.list(storageOf(target.kind), target.namespace)
  return (holds ? objects.filter(holds) : objects).map(object => toServed(target.kind, object))
}
