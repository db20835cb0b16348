import { gunzipSync } from 'node:zlib'
import { Agent, request } from 'undici'
import { describe, expect, test } from 'vitest'
import { openKube } from './client.ts'

const kube = await openKube()
const ns = await kube.namespace()
const configMaps = `/api/v1/namespaces/${ns}/configmaps`
const { target } = kube
const dispatcher = new Agent({ connect: target.authority ? { ca: target.authority } : {} })

describe('bodies', () => {
  test('that are no JSON are a 400', async () => {
    const { status, body } = await kube.send('POST', configMaps, { body: '{"metadata":' })
    expect(status).toBe(400)
    expect(body).toMatchObject({ kind: 'Status', reason: 'BadRequest' })
  })

  test('of a type that nobody knows are a 415', async () => {
    const { status } = await kube.send('POST', configMaps, { body: 'x', contentType: 'text/csv' })
    expect(status).toBe(415)
  })

  test('may be YAML', async () => {
    const body = 'metadata:\n  name: from-yaml\ndata:\n  a: "yes"\n'
    const answer = await kube.send('POST', configMaps, { body, contentType: 'application/yaml' })
    expect([answer.status, answer.body.data]).toEqual([201, { a: 'yes' }])
  })

  if (!target.capabilities.protobufBodies) {
    test('in protobuf are a 415 that makes clients send JSON', async () => {
      const body = Buffer.concat([Buffer.from('k8s\0'), Buffer.from([0x0a, 0x00])])
      const contentType = 'application/vnd.kubernetes.protobuf'
      const answer = await kube.send('POST', configMaps, { body, contentType })
      expect(answer.status).toBe(415)
      expect(answer.body.reason).toBe('UnsupportedMediaType')
      expect(answer.body.message).toMatch(
        /^the body of the request was in an unknown format - accepted media types include: application\/json/,
      )
    })
  }
})

describe('answers', () => {
  test('are JSON when protobuf is only wished for', async () => {
    const accept = 'application/yaml;q=0.1,application/json'
    const { headers } = await kube.send('GET', configMaps, { headers: { accept } })
    expect(headers['content-type']).toMatch(/^application\/json/)
  })

  test('that nobody can make are a 406', async () => {
    const { status } = await kube.send('GET', configMaps, { headers: { accept: 'image/png' } })
    expect(status).toBe(406)
  })

  test('large ones are gzipped for who takes gzip', async () => {
    await kube.create(configMaps, { metadata: { name: 'large' }, data: { text: 'x'.repeat(300_000) } })
    const headers = { authorization: `Bearer ${target.token}`, 'accept-encoding': 'gzip' }
    const response = await request(`${target.url}${configMaps}`, { headers, dispatcher })
    expect(response.headers['content-encoding']).toBe('gzip')
    const list = JSON.parse(gunzipSync(Buffer.from(await response.body.arrayBuffer())).toString())
    expect(list.kind).toBe('ConfigMapList')
    await dispatcher.close()
  })
})

describe('requests', () => {
  test('without a token that is known are Unauthorized', async () => {
    const { status, body } = await kube.send('GET', configMaps, { token: 'unknown' })
    expect(status).toBe(401)
    expect(body).toMatchObject({ kind: 'Status', reason: 'Unauthorized', message: 'Unauthorized', code: 401 })
  })

  test('with a method that a path does not have are a 405', async () => {
    const { status } = await kube.send('PATCH', configMaps, { body: {}, contentType: 'application/merge-patch+json' })
    expect(status).toBe(405)
  })

  test('too large a body is refused', async () => {
    const body = { metadata: { name: 'huge' }, data: { text: 'x'.repeat(4_000_000) } }
    const { status, body: answer } = await kube.send('POST', configMaps, { body })
    expect(status).toBe(413)
    expect(answer.reason).toBe('RequestEntityTooLarge')
  })
})
