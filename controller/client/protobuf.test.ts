import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { projectReplicaSet } from '../cache/project.ts'
import { replicaSet } from '../cache/replicaset.ts'
import { type ScriptedServer, scriptedServer } from '../testing/server.ts'
import type { KubeObject } from './object.ts'
import { list, message, text } from './protobuf.ts'
import type { WatchEvent } from './watch.ts'

interface Recorded {
  readonly events: readonly { readonly json: WatchEvent; readonly protobuf: string }[]
  readonly refusal: { readonly json: { readonly message: string }; readonly protobuf: string }
}
const recorded: Recorded = JSON.parse(readFileSync(new URL('../testing/protobuf.json', import.meta.url), 'utf8'))
const contentType = 'application/vnd.kubernetes.protobuf;stream=watch'

let server: ScriptedServer | undefined
afterEach(() => server?.close())

/** What a client makes of these bytes, cut into chunks of `size`. */
async function watching(bytes: Buffer, size = bytes.length, code = 200): Promise<readonly WatchEvent[]> {
  const events: WatchEvent[] = []
  server = await scriptedServer((request, response) => {
    expect(request.headers.accept).toBe('application/vnd.kubernetes.protobuf,application/json')
    response.writeHead(code, { 'content-type': contentType })
    for (let from = 0; from < bytes.length; from += size) response.write(bytes.subarray(from, from + size))
    response.end()
  })
  const client = await server.client()
  await client.watch('/apis/apps/v1/replicasets?watch=true', {
    onEvent: event => void events.push(event),
    signal: new AbortController().signal,
    idleTimeout: 60_000,
    protobuf: replicaSet,
  })
  return events
}

const bytes = (base64: string) => Buffer.from(base64, 'base64')
const all = Buffer.concat(recorded.events.map(({ protobuf }) => bytes(protobuf)))

describe('a watch in protobuf', () => {
  test.each([1, 7, 1000, all.length])('brings what it brings in JSON, in chunks of %i bytes', async size => {
    const events = await watching(all, size)
    const expected = recorded.events.map(({ json }) => json)
    expect(events.map(({ type }) => type)).toEqual(['MODIFIED', 'MODIFIED', 'BOOKMARK', 'ERROR'])
    expect(events.slice(0, 2).map(view)).toEqual(expected.slice(0, 2).map(view))
    expect(events[2]!.object.metadata).toMatchObject(expected[2]!.object.metadata)
    expect(expected[3]!.object).toMatchObject(events[3]!.object)
    expect(events[3]!.object).toMatchObject({ code: 410, reason: 'Expired' })
  })

  test('tells why it was refused', async () => {
    const { json, protobuf } = recorded.refusal
    await expect(watching(bytes(protobuf), undefined, 422)).rejects.toMatchObject({
      code: 422,
      reason: 'Invalid',
      message: json.message,
      fields: ['resourceVersionMatch'],
    })
  })

  test('ends with an error when the bytes make no sense', async () => {
    const frame = bytes(recorded.events[0]!.protobuf)
    frame.fill(0xff, 40)
    await expect(watching(frame)).rejects.toThrow('protobuf')
  })
})

const view = ({ object }: WatchEvent) => projectReplicaSet(object as KubeObject)

describe('a message', () => {
  const read = message<{ words?: string[]; count?: number }>({ words: [1, list(text)], count: [2] })
  const of = (...octets: number[]) => read(Buffer.from(octets), 0, octets.length)

  test('passes over fields of every wire type that nobody reads', () => {
    const fixed64 = [0x19, 1, 2, 3, 4, 5, 6, 7, 8]
    const fixed32 = [0x25, 1, 2, 3, 4]
    expect(of(0x0a, 1, 97, ...fixed64, 0x2a, 2, 9, 9, ...fixed32, 0x30, 7, 0x10, 5, 0x0a, 1, 98)).toEqual({
      words: ['a', 'b'],
      count: 5,
    })
  })

  test('reads numbers beyond 32 bits', () => {
    expect(of(0x10, 0x80, 0x80, 0x80, 0x80, 0x10)).toEqual({ count: 2 ** 32 })
  })

  test.each([
    ['ends within a number', [0x10, 0x80]],
    ['is shorter than its field', [0x0a, 5, 97]],
    ['has a wire type of its own', [0x0b]],
  ])('that %s is refused', (_, octets) => {
    expect(() => of(...octets)).toThrow('protobuf')
  })
})
