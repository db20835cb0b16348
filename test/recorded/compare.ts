/** Holds what our controller did against what upstream's did. */
import { readFileSync } from 'node:fs'
import { type Difference, differences } from './differences.ts'
import type { Recording } from './recording.ts'
import type { Value } from './script.ts'
import { type Detail, eventsByObject, shape } from './shape.ts'

export const recorded = (scenario: string): Recording =>
  JSON.parse(readFileSync(new URL(`golden/recorded/${scenario}.json`, import.meta.url), 'utf8'))

/** What differs. */
export function compare(expected: Recording, actual: Recording, detail: Detail): Difference[] {
  const vary = new Set(expected.records.filter(({ timelineVaries }) => timelineVaries).map(({ record }) => record))
  const steady = (recording: Recording) => ({
    ...recording,
    records: recording.records.map(record => (vary.has(record.record) ? { ...record, timeline: [] } : record)),
  })
  const found = differences(shape(steady(expected), detail), shape(steady(actual), detail))
  const events = expected.eventsVary ? [] : differences(...eventsOf(expected, actual))
  return [...found, ...events]
}

/** Where upstream's recorder of events had reached its limit for an object, its later silence says nothing. */
function eventsOf(expected: Recording, actual: Recording): [Value, Value, string] {
  const [wanted, heard] = [eventsByObject(expected), eventsByObject(actual)]
  for (const name of expected.records.flatMap(({ eventsCut = [] }) => eventsCut))
    heard.set(name, (heard.get(name) ?? []).slice(0, wanted.get(name)?.length ?? 0))
  return [Object.fromEntries(wanted), Object.fromEntries(heard), 'events']
}

/** Reads like a diff: `-` is upstream, `+` is ours. */
export function render(found: readonly Difference[]): string {
  return found.map(({ path, expected, actual }) => `! ${path}\n${lines('-', expected)}${lines('+', actual)}`).join('\n')
}

function lines(sign: string, value: Value): string {
  const items = value === undefined ? [] : Array.isArray(value) ? value : [value]
  return items.map(item => `    ${sign} ${JSON.stringify(item)}\n`).join('')
}
