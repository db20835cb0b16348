/** A recording in the form in which two are compared: what has no order has names, and as much of the way as is asked for. */
import type { Recording, SeenEvent, TakenRecord } from './recording.ts'
import type { Value } from './script.ts'

/**
 * How much of the way between records has to agree: `off` nothing; `spine` what traffic and users can feel; `strict` every state,
 * except for the message while progressing, which depends on how fast counts arrive.
 */
export type Detail = 'off' | 'spine' | 'strict'

/** Lists of which the order says nothing, with the field that names an item. */
const KEYED: { readonly [field: string]: string } = {
  conditions: 'type',
  metricResults: 'name',
  templateStatuses: 'name',
  analysisRuns: 'name',
}
const SPINE = ['step', 'stable', 'services']

export function shape(recording: Recording, detail: Detail): { [record: string]: Value } {
  return Object.fromEntries(recording.records.map(record => [record.record, shapeRecord(record, detail)]))
}

function shapeRecord({ objects, timeline, bounds }: TakenRecord, detail: Detail): Value {
  const named = Object.entries(objects).map(([kind, items]) => [
    kind,
    Object.fromEntries(
      items.map((item, index) => [String(item.name ?? index), kind === 'Pod' ? withoutDeploymentHash(item) : item]),
    ),
  ])
  const way = detail === 'off' ? {} : { timeline: distinct(timeline.map(detail === 'spine' ? spine : settled)), bounds }
  return keyed({ objects: Object.fromEntries(named), ...way })
}

/** client-go's recorder writes this before an event from the eleventh of one reason on; no controller does. */
const COMBINED = '(combined from similar events): '

/** How a Deployment names its pods is the cluster's doing. */
function withoutDeploymentHash(item: Value): Value {
  const hash = item.labels?.['pod-template-hash']
  if (!hash) return item
  return {
    ...item,
    owner: item.owner.replace(hash, '<hash>'),
    labels: { ...item.labels, 'pod-template-hash': '<hash>' },
  }
}

/** By object, over the whole scenario: Events arrive late, so the segment says little. */
export function eventsByObject(recording: Recording): Map<string, Omit<SeenEvent, 'object'>[]> {
  const said = new Map<string, Omit<SeenEvent, 'object'>[]>()
  for (const { object, type, reason, message } of recording.records.flatMap(({ events }) => events))
    said.set(object, [...(said.get(object) ?? []), { type, reason, message: message.replace(COMBINED, '') }])
  return said
}

function keyed(value: Value, field = ''): Value {
  if (Array.isArray(value)) {
    const by = KEYED[field]
    const items = value.map(item => keyed(item))
    return by && items.every(item => item?.[by]) ? Object.fromEntries(items.map(item => [item[by], item])) : items
  }
  if (!value || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, keyed(inner, key)]))
}

const spine = (state: Value): Value => Object.fromEntries(Object.entries(state).filter(([key]) => SPINE.includes(key)))

const settled = ({ message, ...state }: Value): Value =>
  state.phase === 'Progressing' ? state : withMessage(state, message)

const withMessage = (state: Value, message: Value) => (message === undefined ? state : { ...state, message })

/** Without what is empty, and without repeats in a row. */
function distinct(states: readonly Value[]): Value[] {
  const texts = states.map(state => JSON.stringify(Object.entries(state).sort()))
  return states.filter((state, index) => Object.keys(state).length > 0 && texts[index] !== texts[index - 1])
}
