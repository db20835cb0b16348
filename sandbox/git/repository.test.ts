import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCommit, readFiles, readRevision, seedRepository } from './repository.ts'

const files = { 'guestbook/rollout.yaml': 'image: guestbook:1\n', 'guestbook/more/service.yaml': 'port: 80\n' }
let dir: string
const git = (...args: string[]) =>
  execFileSync('git', ['-C', dir, ...args], {
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' },
  }).trim()

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'slipway-git-'))
  await seedRepository(dir, files)
})
afterEach(() => rmSync(dir, { recursive: true }))

test('git finds a clean tree on main with one commit, and nothing to complain about', () => {
  expect(git('status', '--porcelain', '--branch')).toBe('## main')
  expect(git('log', '--format=%s')).toBe('First version')
  expect(git('fsck', '--strict')).toBe('')
})

test('a commit made with git is read, also without a configured user and after gc', async () => {
  writeFileSync(join(dir, 'guestbook/rollout.yaml'), 'image: guestbook:2\n')
  git('commit', '-qam', 'guestbook:2')
  git('gc', '-q')
  const commit = await readRevision(dir, 'HEAD')
  expect(commit).toBe(git('rev-parse', 'HEAD'))
  expect(await readFiles(dir, commit, 'guestbook')).toEqual({
    ...files,
    'guestbook/rollout.yaml': 'image: guestbook:2\n',
  })
  expect(await readFiles(dir, commit, '.')).toHaveProperty(['guestbook/more/service.yaml'])
  expect(await readCommit(dir, commit)).toMatchObject({ message: 'guestbook:2' })
})

test('what is not committed does not count', async () => {
  writeFileSync(join(dir, 'guestbook/rollout.yaml'), 'image: guestbook:2\n')
  expect(await readFiles(dir, await readRevision(dir, 'main'), './guestbook/')).toEqual(files)
})

test('a repository that exists is left alone', async () => {
  const before = git('rev-parse', 'HEAD')
  await seedRepository(dir, { 'guestbook/rollout.yaml': 'other' })
  expect(git('rev-parse', 'HEAD')).toBe(before)
  expect(readFileSync(join(dir, 'guestbook/rollout.yaml'), 'utf8')).toBe(files['guestbook/rollout.yaml'])
})

test('a folder that the commit does not have is an error that names it', async () => {
  await expect(readFiles(dir, await readRevision(dir, 'HEAD'), 'nosuch')).rejects.toThrow(/nosuch/)
})
