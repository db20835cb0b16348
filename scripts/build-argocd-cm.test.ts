import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { gatherCustomizations, renderFiles } from './build-argocd-cm.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const configMap = parse(read('manifests/argocd-cm.yaml'))
const values = parse(read('manifests/argocd-values.yaml'))

/** What Argo CD would run, taken out of the built file: path below lua/ -> text. */
function decode(data: Record<string, string>): Record<string, string> {
  const scripts: Record<string, string> = {}
  for (const [key, value] of Object.entries(data)) {
    const [, , type, ...rest] = key.split('.')
    const folder = rest.join('.').replace('_', '/')
    if (type === 'health') scripts[`${folder}/health.lua`] = value
    if (type !== 'actions') continue
    const actions = parse(value)
    scripts[`${folder}/actions/discovery.lua`] = actions['discovery.lua']
    for (const { name, 'action.lua': text } of actions.definitions)
      scripts[`${folder}/actions/${name}/action.lua`] = text
  }
  return scripts
}

const sources = Object.fromEntries(
  globSync('**/*.lua', { cwd: join(root, 'lua') }).map(path => [path, read(`lua/${path}`)]),
)

describe('argocd-cm', () => {
  test.each(Object.entries(renderFiles(gatherCustomizations())))(
    '%s is current (else: npm run generate)',
    (path, text) => {
      expect(existsSync(join(root, path)) && read(path)).toBe(text)
    },
  )

  test('the built files decode back to the scripts in lua/', () => {
    expect(decode(configMap.data)).toEqual(sources)
    expect(decode(values.configs.cm)).toEqual(sources)
  })

  test('every key and value is one that Argo CD can load', () => {
    for (const [key, value] of Object.entries(configMap.data)) {
      expect(key).toMatch(/^resource\.customizations\.(health|actions)\.(argoproj\.io|apps)_[A-Za-z]+$/)
      expect(value).toBeTypeOf('string')
    }
    expect(configMap.metadata.labels['app.kubernetes.io/part-of']).toBe('argocd')
    expect(read('manifests/argocd-cm.yaml').length).toBeLessThan(200_000)
  })

  test('scripts stand in literal blocks, at both levels', () => {
    expect(read('manifests/argocd-cm.yaml')).toContain('resource.customizations.health.argoproj.io_Rollout: |')
    expect(configMap.data['resource.customizations.actions.argoproj.io_Rollout']).toContain('discovery.lua: |')
  })

  test('bundled actions that are not ours stay available', () => {
    expect(parse(configMap.data['resource.customizations.actions.argoproj.io_Rollout']).mergeBuiltinActions).toBe(true)
  })
})
