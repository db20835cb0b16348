/** Runs the YAML tables that stand beside the scripts, in Argo CD's own formats, in both engines and with Argo CD's libraries only. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'luaparse'
import { describe, expect, test } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { runLua } from '../sandbox/argocd/lua/run.ts'
import { runLua51 } from '../test/lua/lua51.ts'

interface HealthTable {
  tests: { inputPath: string; healthStatus: { status: string; message: string } }[]
}
interface Action {
  name: string
  disabled?: boolean
}
interface ActionTable {
  discoveryTests: { inputPath: string; result: Action[] }[]
  actionTests: {
    action: string
    inputPath: string
    expectedOutputPath?: string
    expectedErrorMessage?: string
    parameters?: Record<string, string>
  }[]
}

const now = Date.UTC(2026, 0, 1)
const engines = [
  ['fengari', runLua],
  ['Lua 5.1', runLua51],
] as const
const root = import.meta.dirname
const find = (pattern: string) => globSync(pattern, { cwd: root }).sort()
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const load = (path: string) => parseYaml(read(path), { version: '1.1' })

/** Neither engine can tell an empty list from an empty map; Argo CD repairs a returned one from the live object. */
const withoutEmpty = (value: unknown) =>
  JSON.parse(JSON.stringify(value), (_, item) =>
    Object.keys(item ?? 0).length || typeof item !== 'object' ? item : null,
  )

describe.each(engines)('%s', (_, run) => {
  describe.each(find('**/health_test.yaml'))('%s', path => {
    const table: HealthTable = load(path)
    test.each(table.tests)('$inputPath is $healthStatus.status', ({ inputPath, healthStatus }) => {
      const folder = dirname(path)
      expect(run(read(join(folder, 'health.lua')), { obj: load(join(folder, inputPath)) }, now)).toEqual(healthStatus)
    })
  })

  describe.each(find('**/action_test.yaml'))('%s', path => {
    const table: ActionTable = load(path)
    const folder = dirname(path)

    test.each(table.discoveryTests)('actions of $inputPath', ({ inputPath, result }) => {
      const listed = run(read(join(folder, 'discovery.lua')), { obj: load(join(folder, inputPath)) }, now)
      expect(listed).toEqual(Object.fromEntries(result.map(({ name, ...action }) => [name, action])))
    })

    test.each(table.actionTests)('$action of $inputPath', row => {
      const obj = load(join(folder, row.inputPath))
      const script = read(join(folder, row.action, 'action.lua'))
      const act = () => run(script, { obj, ...(row.parameters && { actionParams: row.parameters }) }, now)
      if (row.expectedErrorMessage) return expect(act).toThrow(new Error(row.expectedErrorMessage))
      expect(withoutEmpty(act())).toEqual(withoutEmpty(load(join(folder, row.expectedOutputPath!))))
    })
  })
})

describe('scripts', () => {
  test.each(find('**/*.lua'))('%s is Lua 5.1 and uses no library that Argo CD does not open', path => {
    const tree = parse(read(path), { luaVersion: '5.1', scope: true })
    const allowed = [
      'obj',
      'actionParams',
      'ipairs',
      'pairs',
      'next',
      'tonumber',
      'tostring',
      'type',
      'error',
      'require',
      'table',
    ]
    expect(
      tree.globals.map((global: { name: string }) => global.name).filter((name: string) => !allowed.includes(name)),
    ).toEqual([])
  })

  test.each(find('**/actions/*/action.lua'))('%s is offered by discovery and covered by the table', path => {
    const name = dirname(path).split('/').at(-1)!
    const folder = dirname(dirname(path))
    expect(read(join(folder, 'discovery.lua'))).toContain(`["${name}"]`)
    expect((load(join(folder, 'action_test.yaml')) as ActionTable).actionTests.map(row => row.action)).toContain(name)
  })
})
