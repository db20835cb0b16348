import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { generateApi } from './files.ts'

const root = new URL('../../', import.meta.url)

test.each(Object.entries(generateApi()))(
  '%s is what the schema says (else run scripts/generate-api.ts)',
  (path, text) => {
    expect(readFileSync(new URL(path, root), 'utf8')).toBe(text)
  },
)
