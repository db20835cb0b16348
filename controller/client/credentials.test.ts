import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { VirtualClock } from '../../sandbox/clock/clock.ts'
import { failure, json } from '../testing/answers.ts'
import { type ScriptedServer, scriptedServer } from '../testing/server.ts'
import { createClient } from './client.ts'

let dir: string
let server: ScriptedServer
const seen: (string | undefined)[] = []
let refuse = 0

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'credentials-'))
  seen.length = 0
  refuse = 0
  server = await scriptedServer((request, response) => {
    seen.push(request.headers.authorization)
    if (refuse-- > 0) failure(401, 'Unauthorized')(request, response)
    else json({})(request, response)
  })
})
afterEach(async () => {
  await server.close()
  rmSync(dir, { recursive: true })
})

function kubeconfig(user: object): string {
  const file = join(dir, 'kubeconfig')
  const clusters = [{ name: 'c', cluster: { server: server.url } }]
  const contexts = [{ name: 'x', context: { cluster: 'c', user: 'u', namespace: 'shop' } }]
  const users = [{ name: 'u', user }]
  writeFileSync(
    file,
    JSON.stringify({ apiVersion: 'v1', kind: 'Config', clusters, contexts, users, 'current-context': 'x' }),
  )
  return file
}

const get = { method: 'GET', path: '/version' } as const

describe('a kubeconfig', () => {
  test('gives a token and the namespace of its context', async () => {
    const client = await createClient({ kubeconfig: kubeconfig({ token: 'abc' }) })
    await client.request(get)
    expect(seen).toEqual(['Bearer abc'])
    expect(client.namespace).toBe('shop')
    client.close()
  })

  test('names an exec plugin, which is run again when the server no longer knows us', async () => {
    // Prints another token at each run, and one that has expired already.
    const script = `const f=${JSON.stringify(join(dir, 'runs'))},fs=require('fs');let n=1;try{n+=+fs.readFileSync(f)}catch{};fs.writeFileSync(f,''+n);
      console.log(JSON.stringify({apiVersion:'client.authentication.k8s.io/v1',kind:'ExecCredential',status:{token:'run'+n,expirationTimestamp:'2020-01-01T00:00:00Z'}}))`
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: ['-e', script] }
    const client = await createClient({ kubeconfig: kubeconfig({ exec }), clock: new VirtualClock() })
    await client.request(get)
    await client.request(get)
    expect(seen).toEqual(['Bearer run1', 'Bearer run1'])
    refuse = 1
    await client.request(get)
    expect(seen.slice(2)).toEqual(['Bearer run1', 'Bearer run2'])
    client.close()
  }, 30_000)

  test('can be overruled by flags', async () => {
    const client = await createClient({ kubeconfig: kubeconfig({ token: 'abc' }), token: 'other' })
    await client.request(get)
    expect(seen).toEqual(['Bearer other'])
    client.close()
  })

  test.each([
    [{ context: 'y' }, '--context y: no such context in the kubeconfig'],
    [{ user: 'y' }, '--user y: no such user in the kubeconfig'],
    [{ cluster: 'y' }, '--cluster y: no such cluster in the kubeconfig'],
  ])('that lacks %j says so', async (options, text) => {
    await expect(createClient({ kubeconfig: kubeconfig({}), ...options })).rejects.toThrow(text)
  })
})
