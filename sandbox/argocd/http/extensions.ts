/** `/extensions.js`: every UI extension in one file, each wrapped so that one that fails does not stop the others. */
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** `folder` plays the part of `/tmp/extensions`: files named `extension*.js`, at any depth, in lexical order. Read at each request. */
export function renderExtensions(folder: string): string {
  const paths = globSync('**/extension*.js', { cwd: folder, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
  return paths
    .sort()
    .map(path => wrap(path, folder))
    .join('')
}

function wrap(path: string, folder: string): string {
  const name = basename(path)
  const source = join('/tmp/extensions', path.slice(folder.length), name)
  const text = readFileSync(path, 'utf8')
  return `// source: ${source} \ntry {\n${text}\n} catch(e) { console.error('Extension ${name} failed to load:', e); }\n`
}
