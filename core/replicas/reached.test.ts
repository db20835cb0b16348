import { expect, it } from 'vitest'
import { isThresholdMet } from './reached.ts'

// Contract rollout 7.6; floating point, and a number of pods beyond the target.
it.each([
  ['no threshold asks for exactly the target', undefined, 3, 3, 3, true],
  ['no threshold is not content with more', undefined, 4, 4, 3, false],
  ['no threshold is not content with less', undefined, 3, 2, 3, false],
  ['a negative threshold counts as none', { type: 'Percent', value: -1 }, 3, 2, 3, false],
  ['a percentage of nothing is met', { type: 'Percent', value: 90 }, 0, 0, 0, true],
  ['a percentage is met by its share', { type: 'Percent', value: 60 }, 5, 3, 5, true],
  ['a percentage is not met by less', { type: 'Percent', value: 61 }, 5, 3, 5, false],
  ['a percentage survives floating point', { type: 'Percent', value: 29 }, 100, 29, 100, true],
  ['a number of pods is met by as many', { type: 'Pod', value: 2 }, 5, 2, 5, true],
  ['a number of pods is not met by fewer', { type: 'Pod', value: 3 }, 5, 2, 5, false],
  ['a number beyond the target is met by the target', { type: 'Pod', value: 9 }, 2, 2, 2, true],
])('%s (trap 26, trap 64)', (_, threshold, spec, available, target, isMet) => {
  expect(isThresholdMet(threshold, { spec, available }, target)).toBe(isMet)
})
