/** Under which troubles a scenario is played: the same two each time for `npm test`, all of them for `npm run test:faults`. */
import { type Trouble, troubles } from './troubles.ts'

/** `all`, or the name of one, as a failure tells it. */
export const TROUBLES = 'SLIPWAY_TROUBLES'
const EACH = 2

export function chosenFor(scenario: string, asked: string | undefined): readonly Trouble[] {
  if (asked === 'all') return troubles
  if (asked === undefined) return rotated(numberOf(scenario)).slice(0, EACH)
  const named = troubles.filter(({ name }) => name === asked)
  if (named.length > 0) return named
  throw new Error(`${TROUBLES}: "${asked}" is neither all nor one of: ${troubles.map(({ name }) => name).join('; ')}`)
}

/** From a place of its own for each scenario, in steps that come by every trouble before one comes twice. */
function rotated(start: number): readonly Trouble[] {
  return troubles.map((_, turn) => troubles[(start + 9 * turn) % troubles.length]!)
}

function numberOf(text: string): number {
  return [...text].reduce((sum, letter) => (31 * sum + letter.codePointAt(0)!) % 1_000_003, 7)
}
