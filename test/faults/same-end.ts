import { beforeAll, expect, test } from 'vitest'
import { type Ending, played } from './played.ts'
import type { Story } from './stories.ts'
import type { Trouble } from './troubles.ts'

/** Under each trouble the story ends as it does without, and never with fewer ready pods on the way. */
export function sameEnd(story: Story, troubles: readonly Trouble[]): void {
  let untroubled: Ending
  beforeAll(async () => {
    untroubled = await played(story)
    expect(untroubled.leastReady).toBeGreaterThanOrEqual(story.leastReady)
  })
  test.each(troubles)('ends the same with $name', async trouble => {
    const { objects, leastReady, strikes } = await played(story, trouble)
    expect(strikes, 'strikes').toBeGreaterThan(0)
    expect(objects).toEqual(untroubled.objects)
    expect(leastReady).toBeGreaterThanOrEqual(story.leastReady)
  })
}
