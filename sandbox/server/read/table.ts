import type { KubeObject } from '../../api.ts'
import type { Kind } from '../../kinds/kind.ts'

/** What a row carries beside its cells: the `includeObject` parameter. */
export type Included = 'None' | 'Metadata' | 'Object'

/** Objects as a meta.k8s.io/v1 Table with the kind's columns. `now` in milliseconds, for ages. */
export function renderTable(
  kind: Kind,
  objects: readonly KubeObject[],
  metadata: object,
  now: number,
  included: Included,
): KubeObject {
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: kind.columns.map(({ name, type, format, description, priority }) => ({
      name,
      type,
      format,
      description,
      priority,
    })),
    rows: objects.map(object => ({
      cells: kind.columns.map(column => column.cell(object, now)),
      object: included === 'None' ? null : included === 'Object' ? object : renderMetadata(object),
    })),
  } as KubeObject
}

export function renderMetadata({ metadata }: KubeObject): KubeObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata }
}
