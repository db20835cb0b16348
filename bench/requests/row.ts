/** Row `requests`: prints a table, compares it with bench/expected.json, and fails when a count has grown. */
import { readFileSync, writeFileSync } from 'node:fs'
import { renderTable } from '../table.ts'
import { changesOf, goalLines, hasGrown } from './compare.ts'
import { totalsOf } from './counts.ts'
import { type Measured, measureRequests } from './measure.ts'

const file = new URL('../expected.json', import.meta.url)

export const expectedCounts = (): Measured => JSON.parse(readFileSync(file, 'utf8')) as Measured

/** Returns whether all is as expected, or better. With `accept` the measured counts become the expected ones. */
export async function requestsRow({ accept }: { readonly accept: boolean }): Promise<boolean> {
  const measured = await measureRequests()
  const changes = changesOf(expectedCounts(), measured)
  console.log(renderCounts(measured))
  for (const line of goalLines(measured)) console.log(line)
  for (const { scene, kind, expected, measured: now } of changes)
    console.log(`${scene}: ${kind} ${now > expected ? 'grew' : 'fell'} from ${expected} to ${now}`)
  if (accept) writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`)
  else if (changes.length > 0) console.log('When this is meant: npm run bench -- requests --accept')
  return accept || !hasGrown(changes)
}

function renderCounts(measured: Measured): string {
  const scenes = Object.entries(measured)
  const kinds = [...new Set(scenes.flatMap(([, counts]) => Object.keys(counts)))].sort()
  const totals = ['requests', 'writes'] as const
  return renderTable([
    ['', ...scenes.map(([scene]) => scene)],
    ...kinds.map(kind => [kind, ...scenes.map(([, counts]) => String(counts[kind] ?? 0))]),
    ...totals.map(total => [`all ${total}`, ...scenes.map(([, counts]) => String(totalsOf(counts)[total]))]),
  ])
}
