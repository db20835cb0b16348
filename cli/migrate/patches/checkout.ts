/** The YAML files of a checkout. They are read; nothing is ever written there, and its git is not asked. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Files } from './files.ts'

const left = ['.git', 'node_modules']

/** Throws when the folder cannot be read. Links are not followed. */
export function readCheckout(folder: string): Files {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`--repo ${folder}: no such folder; name the checkout that has the manifests`)
  const files = below(folder).map((path): [string, string] => [
    relative(folder, path).split(sep).join('/'),
    readFileSync(path, 'utf8'),
  ])
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function below(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return left.includes(entry.name) ? [] : below(path)
    return entry.isFile() && /\.ya?ml$/.test(entry.name) ? [path] : []
  })
}
