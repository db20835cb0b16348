import type { KubeObject, WatchEvent } from '../../api.ts'
import type { Kind } from '../../kinds/kind.ts'
import type { Form } from './accept.ts'
import { type Included, renderMetadata, renderTable } from './table.ts'

export interface Representation {
  readonly form: Form
  readonly kind: Kind
  readonly included: Included
  readonly now: () => number
}

/** An object or a list of the kind in the form that the client asked for. */
export function represent(answer: KubeObject, how: Representation): KubeObject {
  if (how.form === 'object' || answer.kind === 'Status') return answer
  const isList = answer.kind === how.kind.listKind
  const objects: KubeObject[] = isList ? answer.items : [answer]
  const metadata = isList ? answer.metadata : { resourceVersion: answer.metadata.resourceVersion }
  if (how.form === 'table') return renderTable(how.kind, objects, metadata, how.now(), how.included)
  if (!isList) return renderMetadata(answer)
  return {
    kind: 'PartialObjectMetadataList',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    items: objects.map(renderMetadata),
  } as KubeObject
}

/** Changes watch events into the form; a Table names its columns in the first event alone. */
export function eventRepresentation(how: Representation): (event: WatchEvent) => WatchEvent {
  let isFirst = true
  return event => {
    if (how.form === 'object' || event.type === 'ERROR') return event
    if (how.form === 'metadata') return { type: event.type, object: renderMetadata(event.object) }
    const objects = event.type === 'BOOKMARK' ? [] : [event.object]
    const { resourceVersion, annotations } = event.object.metadata
    const metadata = { resourceVersion, ...(event.type === 'BOOKMARK' && annotations && { annotations }) }
    const table = renderTable(how.kind, objects, metadata, how.now(), how.included)
    const columnDefinitions = isFirst ? table.columnDefinitions : null
    isFirst = false
    return { type: event.type, object: { ...table, columnDefinitions } }
  }
}
