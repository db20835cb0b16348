import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './checkout.ts'

interface Locked {
  readonly license?: string
  readonly resolved?: string
  readonly dev?: boolean
}
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> }
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

const permissive =
  /^\(?(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BSD|CC0-1\.0|CC-BY-4\.0|Unlicense|BlueOak-1\.0\.0|Python-2\.0|Zlib|PSF-2\.0)( (OR|AND) .*)?\)?$/

/** The packages, if any, that cannot be shipped under Apache-2.0 without further duties. A build tool is not shipped: file-level copyleft may stay there. */
function refused(entries: readonly (readonly [string, Locked])[]): string[] {
  return entries
    .filter(([, { license = '', dev }]) => !permissive.test(license) && !(dev && license === 'MPL-2.0'))
    .map(([path, entry]) => `${path}: ${entry.license}`)
}

describe('dependencies', () => {
  test('have a permissive licence', () => {
    expect(refused(packages)).toEqual([])
  })

  test('a copyleft or missing licence would be seen', () => {
    expect(
      refused([
        ['node_modules/a', { license: 'GPL-3.0' }],
        ['node_modules/b', {}],
        ['node_modules/c', { license: 'MPL-2.0' }],
      ]),
    ).toHaveLength(3)
  })

  test('the lock file names no registry host', () => {
    expect(packages.filter(([, entry]) => entry.resolved?.startsWith('http'))).toEqual([])
  })

  test('are pinned to exact versions', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >
    const ranges = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap(kind =>
      Object.entries(manifest[kind] ?? {}).filter(
        ([, version]) => !/^(npm:.*@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
      ),
    )
    expect(ranges).toEqual([])
  })
})
