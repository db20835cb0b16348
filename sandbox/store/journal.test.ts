import { fork } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { KubeObject } from '../api.ts'
import { Journal } from './journal.ts'
import { Store } from './store.ts'

const folders: string[] = []
const folder = () => {
  folders.push(mkdtempSync(join(tmpdir(), 'slipway-journal-')))
  return folders.at(-1)!
}
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true })
})

const object = (name: string, data = ''): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'default', name },
  data: { data },
})
const open = (dir: string, limit?: number) => new Store({ journal: new Journal(dir, limit) })

describe('a store on a folder', () => {
  test('carries on where it was', () => {
    const dir = folder()
    const store = open(dir)
    store.put('/configmaps', object('a', '1'))
    store.put('/configmaps', object('b', '1'))
    store.put('/configmaps', object('a', '2'))
    store.remove('/configmaps', 'default/b')
    store.close()
    const again = open(dir)
    expect(again.revision).toBe(4)
    expect(again.list('/configmaps')).toEqual(store.list('/configmaps'))
    expect(again.put('/configmaps', object('c')).metadata.resourceVersion).toBe('5')
  })

  test('can not resume a watch from before the start', () => {
    const dir = folder()
    open(dir).put('/configmaps', object('a'))
    const again = open(dir)
    expect(again.history.since('/configmaps', 0)).toBeUndefined()
    expect(again.history.since('/configmaps', 1)).toEqual([])
  })

  test('takes snapshots instead of growing for ever', () => {
    const dir = folder()
    const store = open(dir, 10_000)
    for (let i = 0; i < 1000; i++) store.put('/configmaps', object('a', `${i}`.padEnd(100)))
    expect(readFileSync(join(dir, 'journal.jsonl')).length).toBeLessThan(11_000)
    expect(open(dir).list('/configmaps')).toEqual(store.list('/configmaps'))
    expect(open(dir).revision).toBe(1000)
  })

  test('remembers the revision of a last removal that a snapshot does not hold', () => {
    const dir = folder()
    const store = open(dir, 0)
    store.put('/configmaps', object('a'))
    store.remove('/configmaps', 'default/a')
    expect(open(dir).revision).toBe(2)
  })

  test('is right when the process died between snapshot and truncation', () => {
    const dir = folder()
    const store = open(dir)
    store.put('/configmaps', object('a', 'old'))
    const journal = readFileSync(join(dir, 'journal.jsonl'))
    store.put('/configmaps', object('a', 'new'))
    store.close()
    const compacting = open(dir, 0)
    compacting.put('/configmaps', object('b'))
    compacting.close()
    writeFileSync(join(dir, 'journal.jsonl'), journal)
    expect(open(dir).get('/configmaps', 'default/a')?.data.data).toBe('new')
  })
})

describe('a torn last line', () => {
  test.each([1, 10, 50])('of a write that was killed %i bytes before its end is dropped', missing => {
    const dir = folder()
    const store = open(dir)
    store.put('/configmaps', object('a'))
    store.put('/configmaps', object('b'))
    store.close()
    const journal = join(dir, 'journal.jsonl')
    truncateSync(journal, readFileSync(journal).length - missing)
    const again = open(dir)
    expect(again.list('/configmaps').map(one => one.metadata.name)).toEqual(['a'])
    again.put('/configmaps', object('c'))
    expect(
      open(dir)
        .list('/configmaps')
        .map(one => one.metadata.name),
    ).toEqual(['a', 'c'])
  })
})

describe('a folder', () => {
  test('of a process that lives is refused to another', () => {
    const dir = folder()
    open(dir)
    writeFileSync(join(dir, 'lock'), String(process.ppid))
    expect(() => open(dir)).toThrow(`${dir} is in use by process ${process.ppid}: stop it, or choose another folder`)
  })

  test('that can not be made is told', () => {
    const file = join(folder(), 'file')
    writeFileSync(file, '')
    expect(() => open(file)).toThrow(`${file} can not be written to (EEXIST): choose another folder`)
  })

  test('of a process that is gone is taken over', () => {
    const dir = folder()
    writeFileSync(join(dir, 'lock'), '99999999')
    expect(open(dir).revision).toBe(0)
  })
})

test('damage in the middle is said, with the place', () => {
  const dir = folder()
  open(dir).put('/configmaps', object('a'))
  appendFileSync(join(dir, 'journal.jsonl'), 'no json\n{}\n')
  expect(() => open(dir)).toThrow(/journal\.jsonl:2: the cluster's data is damaged here; move the folder away/)
})

test('kill -9 in the middle of writing loses nothing that was answered', async () => {
  const dir = folder()
  const writer = fork(new URL('./testdata/endless-writer.ts', import.meta.url), [dir])
  const answered = await new Promise<number>(resolve => {
    let last = 0
    writer.on('message', revision => {
      last = Number(revision)
      if (last === 200) writer.kill('SIGKILL')
    })
    writer.on('exit', () => resolve(last))
  })
  const again = open(dir)
  expect(again.revision).toBeGreaterThanOrEqual(answered)
  expect(again.list('/configmaps').map(one => Number(one.data.data))).toEqual([again.revision])
  expect(existsSync(join(dir, 'snapshot.jsonl'))).toBe(true)
})
