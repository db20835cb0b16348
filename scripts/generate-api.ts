/** Writes what is generated from core/api/schema: the TypeScript types and the CRDs. Run it after changing the schema. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generateApi } from './generate-api/files.ts'

const root = new URL('..', import.meta.url)
for (const [path, text] of Object.entries(generateApi())) {
  const file = fileURLToPath(new URL(path, root))
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  console.log(path)
}
