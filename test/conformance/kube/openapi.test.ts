import { describe, expect, test } from 'vitest'
import { type Json, openKube } from './client.ts'
import { definition, establish } from './definitions.ts'
import { until } from './pods.ts'

const kube = await openKube()
const ns = await kube.namespace()
const group = `openapi.${ns}.example.com`

describe('OpenAPI v3', () => {
  test('the index names a document for each group version, with its hash', async () => {
    const { paths } = await kube.get('/openapi/v3')
    for (const path of ['api/v1', 'apis/apps/v1', 'apis/batch/v1'])
      expect(paths[path].serverRelativeURL).toMatch(new RegExp(`^/openapi/v3/${path}\\?hash=.+`))
  })

  test('a document has schemas that say which kind they are', async () => {
    const document = await kube.get('/openapi/v3/apis/apps/v1')
    expect(document.openapi).toMatch(/^3\./)
    const kinds = Object.values<Json>(document.components.schemas).flatMap(
      schema => schema['x-kubernetes-group-version-kind'] ?? [],
    )
    expect(kinds).toContainEqual({ group: 'apps', version: 'v1', kind: 'Deployment' })
  })

  test('and paths that say which parameters they take', async () => {
    const { paths } = await kube.get('/openapi/v3/apis/apps/v1')
    const { patch, post } = {
      ...paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'],
      ...paths['/apis/apps/v1/namespaces/{namespace}/deployments'],
    }
    for (const operation of [patch, post]) {
      expect(operation.parameters.map((parameter: Json) => parameter.name)).toContain('fieldValidation')
      expect(operation['x-kubernetes-group-version-kind']).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' })
    }
  })

  test('has our own definitions as soon as they are served', async () => {
    const schema = {
      spec: { type: 'object', description: 'What is wanted.', properties: { size: { type: 'integer' } } },
    }
    await establish(kube, definition(group, 'Thing', schema))
    const path = `apis/${group}/v1`
    await until(async () => (await kube.get('/openapi/v3')).paths[path], 'the group in the index')
    const document = await until(async () => {
      const { status, body } = await kube.send('GET', `/openapi/v3/${path}`)
      return status === 200 && body
    }, 'the document')
    const thing = Object.values<Json>(document.components.schemas).find(
      one => one['x-kubernetes-group-version-kind']?.[0].kind === 'Thing',
    )
    expect(thing.properties.spec).toMatchObject({ type: 'object', properties: { size: { type: 'integer' } } })
  })
})
