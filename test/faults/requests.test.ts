import { describe } from 'vitest'
import { sameEnd } from './same-end.ts'
import { stories } from './stories.ts'
import { requestTroubles } from './troubles.ts'

describe.each(stories)('$name', story => sameEnd(story, requestTroubles))
