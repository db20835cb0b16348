import { describe, expect, test } from 'vitest'
import { MERGE, openKube, STRATEGIC } from './client.ts'
import { deployment } from './manifests.ts'

const kube = await openKube()
const ns = await kube.namespace()
const deployments = `/apis/apps/v1/namespaces/${ns}/deployments`
const misspelt = (name: string) => ({ ...deployment(name, 0), spec: { ...deployment(name, 0).spec, replicaz: 3 } })
const post = (query: string, body: unknown) => kube.send('POST', `${deployments}${query}`, { body })

describe('unknown fields', () => {
  test('Strict refuses them and stores nothing', async () => {
    const { status, body } = await post('?fieldValidation=Strict', misspelt('strict'))
    expect(status).toBe(400)
    expect(body.reason).toBe('BadRequest')
    expect(body.message).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.replicaz"',
    )
    expect((await kube.send('GET', `${deployments}/strict`)).status).toBe(404)
  })

  test('Strict names all of them', async () => {
    const body = { ...misspelt('all'), colour: 'red' }
    const answer = await post('?fieldValidation=Strict', body)
    expect(answer.body.message).toMatch(
      /strict decoding error: unknown field "spec\.replicaz", unknown field "colour"$/,
    )
  })

  test('Warn, the default, drops them and says so in a header', async () => {
    for (const [name, query] of [
      ['default', ''],
      ['warn', '?fieldValidation=Warn'],
    ] as const) {
      const { status, headers, body } = await post(query, misspelt(name))
      expect(status).toBe(201)
      expect(headers.warning).toBe('299 - "unknown field \\"spec.replicaz\\""')
      expect(body.spec.replicaz).toBeUndefined()
    }
  })

  test('Ignore drops them in silence', async () => {
    const { status, headers } = await post('?fieldValidation=Ignore', misspelt('ignore'))
    expect([status, headers.warning]).toEqual([201, undefined])
  })

  test('any other value is refused', async () => {
    const { status, body } = await post('?fieldValidation=Maybe', deployment('maybe', 0))
    expect(status).toBe(422)
    expect(body.message).toMatch(
      /fieldValidation: Unsupported value: "Maybe": supported values: "", "Ignore", "Strict", "Warn"/,
    )
  })

  test.each([
    [MERGE, { spec: { replicaz: 3 } }],
    [STRATEGIC, { spec: { replicaz: 3 } }],
  ])('a patch (%s) is checked too', async (contentType, body) => {
    const name = contentType === MERGE ? 'merged' : 'strategic'
    await kube.create(deployments, deployment(name, 0))
    const path = `${deployments}/${name}?fieldValidation=Strict`
    const answer = await kube.send('PATCH', path, { body, contentType })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.body.message).toMatch(/unknown field "spec\.replicaz"/)
  })
})

describe('duplicate fields', () => {
  const text = (name: string) =>
    JSON.stringify(deployment(name, 0)).replace('"replicas":0', '"replicas":0,"replicas":0')

  test('Strict refuses them', async () => {
    const { status, body } = await post('?fieldValidation=Strict', text('duplicate'))
    expect(status).toBe(400)
    expect(body.message).toMatch(/strict decoding error: duplicate field "spec\.replicas"$/)
  })

  test('Warn says so', async () => {
    const { status, headers } = await post('', text('duplicate-warned'))
    expect(status).toBe(201)
    expect(headers.warning).toBe('299 - "duplicate field \\"spec.replicas\\""')
  })
})

describe('values of a wrong type', () => {
  test('are a 400 that names type and field', async () => {
    const { status, body } = await post('', {
      ...deployment('typed', 0),
      spec: { ...deployment('typed', 0).spec, replicas: 'three' },
    })
    expect(status).toBe(400)
    expect(body.message).toBe(
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    )
  })
})
