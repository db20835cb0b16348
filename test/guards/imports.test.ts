import { describe, expect, test } from 'vitest'
import { runIn } from './checkout.ts'

const projects = ['core', 'core/kube', 'sandbox', 'controller'].map(folder => `${folder}/tsconfig.json`)
const config = ['package.json', 'tsconfig.base.json', ...projects]
const houses = {
  'core/kube/quantity.ts': 'export const quantity = 1\n',
  'core/decide.ts': "import { quantity } from './kube/quantity.ts'\nexport const decide = quantity\n",
  'controller/apply.ts': "import { decide } from '../core/decide.ts'\nexport const apply = decide\n",
  'sandbox/server.ts': "import { quantity } from '../core/kube/quantity.ts'\nexport const server = quantity\n",
}
const types = (project: string, extra: Record<string, string> = {}) =>
  runIn(config, { ...houses, ...extra }, 'tsc', ['-b', project])

describe('the import rules of docs/architecture.md', () => {
  test('hold for the allowed directions', () => {
    for (const project of ['core', 'controller', 'sandbox']) expect(types(project)).toMatchObject({ code: 0 })
  })

  test.each([
    ['core', 'core/bad.ts', "export { apply } from '../controller/apply.ts'\n"],
    ['core/kube', 'core/kube/bad.ts', "export { decide } from '../decide.ts'\n"],
    ['sandbox', 'sandbox/bad.ts', "export { decide } from '../core/decide.ts'\n"],
    ['sandbox', 'sandbox/bad.ts', "export { apply } from '../controller/apply.ts'\n"],
    ['controller', 'controller/bad.ts', "export { server } from '../sandbox/server.ts'\n"],
  ])('%s: %s with a forbidden import does not compile', (project, path, text) => {
    const { code, output } = types(project, { [path]: text })
    expect(code).not.toBe(0)
    expect(output).toMatch(/TS6307|TS6059/)
  })

  test('core knows neither Node nor the browser', () => {
    const { code, output } = types('core', {
      'core/bad.ts': "import { readFileSync } from 'node:fs'\nexport const x = [readFileSync, document]\n",
    })
    expect(code).not.toBe(0)
    expect(output).toMatch(/node:fs/)
    expect(output).toMatch(/document/)
  })
})
