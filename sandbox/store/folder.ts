import { accessSync, constants, mkdirSync } from 'node:fs'

/** Makes the folder when it is missing. Throws when that fails, or when it may not be written to. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
    accessSync(path, constants.W_OK)
  } catch (error) {
    throw new Error(`${path} can not be written to (${(error as NodeJS.ErrnoException).code}): choose another folder`)
  }
}
