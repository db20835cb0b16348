import { describe, expect, test } from 'vitest'
import { APPLY, JSON_PATCH, type Json, MERGE, openKube, STRATEGIC } from './client.ts'
import { definition, establish } from './definitions.ts'

const kube = await openKube()
const ns = await kube.namespace()
const group = `crd.${ns}.example.com`
const integer = { type: 'integer' }
const string = { type: 'string' }
const crd = definition(
  group,
  'Widget',
  {
    spec: {
      type: 'object',
      required: ['size'],
      properties: {
        size: { ...integer, minimum: 1, maximum: 10 },
        color: { ...string, enum: ['red', 'green'], default: 'red' },
        name: { ...string, maxLength: 5, pattern: '^[a-z]+$' },
        ratio: { type: 'number' },
        on: { type: 'boolean' },
        maybe: { ...string, nullable: true },
        share: { 'x-kubernetes-int-or-string': true },
        tags: { type: 'array', items: string, maxItems: 3, 'x-kubernetes-list-type': 'set' },
        ports: {
          type: 'array',
          items: { type: 'object', required: ['port'], properties: { port: integer, name: string } },
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['port'],
        },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        map: { type: 'object', additionalProperties: integer },
        replicas: integer,
      },
    },
    status: { type: 'object', properties: { replicas: integer, selector: string } },
  },
  {
    version: {
      selectableFields: [{ jsonPath: '.spec.color' }],
      subresources: {
        status: {},
        scale: {
          specReplicasPath: '.spec.replicas',
          statusReplicasPath: '.status.replicas',
          labelSelectorPath: '.status.selector',
        },
      },
      additionalPrinterColumns: [
        { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
        { name: 'Color', type: 'string', jsonPath: '.spec.color', priority: 1 },
      ],
    },
  },
)
const established = await establish(kube, crd)
const widgets = `/apis/${group}/v1/namespaces/${ns}/widgets`
const widget = (name: string, spec: object) => ({ apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name }, spec })
const make = (name: string, spec: object = { size: 1 }) => kube.create(widgets, widget(name, spec))

describe('a definition', () => {
  test('is established, its names accepted and stored versions noted', () => {
    const { status } = established
    const states = Object.fromEntries(status.conditions.map((c: Json) => [c.type, [c.status, c.reason]]))
    expect(states).toMatchObject({
      NamesAccepted: ['True', 'NoConflicts'],
      Established: ['True', 'InitialNamesAccepted'],
    })
    expect(status.acceptedNames).toMatchObject({ kind: 'Widget', plural: 'widgets', singular: 'widget' })
    expect(status.storedVersions).toEqual(['v1'])
    expect(established.spec.conversion).toEqual({ strategy: 'None' })
  })

  test('serves its kind in discovery', async () => {
    const { resources } = await kube.get(`/apis/${group}/v1`)
    expect(resources.map((row: Json) => row.name).sort()).toEqual(['widgets', 'widgets/scale', 'widgets/status'])
    expect(resources[0]).toMatchObject({ kind: 'Widget', namespaced: true })
  })

  test('whose name does not fit is Invalid', async () => {
    const body = { ...crd, metadata: { name: 'wrong.example.com' } }
    const answer = await kube.send('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { body })
    expect(answer.status).toBe(422)
    expect(answer.body.message).toMatch(
      /metadata\.name: Invalid value: "wrong\.example\.com": must be spec\.names\.plural\+"\."\+spec\.group/,
    )
  })
})

describe('validation', () => {
  test.each([
    ['missing', {}, 'spec.size: Required value'],
    ['low', { size: 0 }, 'spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1'],
    ['high', { size: 11 }, 'spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10'],
    ['text', { size: 'x' }, 'spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"'],
    ['half', { size: 1.5 }, 'spec.size: Invalid value: "number": spec.size in body must be of type integer: "number"'],
    ['enum', { size: 1, color: 'blue' }, 'spec.color: Unsupported value: "blue": supported values: "red", "green"'],
    ['long', { size: 1, name: 'abcdef' }, 'spec.name: Too long: may not be more than 5 bytes'],
    ['pattern', { size: 1, name: 'A1' }, 'spec.name: Invalid value: "A1": spec.name in body should match \'^[a-z]+$\''],
    [
      'bool',
      { size: 1, on: 'yes' },
      'spec.on: Invalid value: "string": spec.on in body must be of type boolean: "string"',
    ],
    [
      'intorstring',
      { size: 1, share: true },
      'spec.share: Invalid value: "boolean": spec.share in body must be of type integer,string: "boolean"',
    ],
    ['many', { size: 1, tags: ['a', 'b', 'c', 'd'] }, 'spec.tags: Too many: 4: must have at most 3 items'],
    ['twice', { size: 1, tags: ['a', 'a'] }, 'spec.tags[1]: Duplicate value: "a"'],
    ['samekey', { size: 1, ports: [{ port: 1 }, { port: 1 }] }, 'spec.ports[1]: Duplicate value: {"port":1}'],
    ['nokey', { size: 1, ports: [{ name: 'x' }] }, 'spec.ports[0].port: Required value'],
    [
      'mapvalue',
      { size: 1, map: { a: 'x' } },
      'spec.map.a: Invalid value: "string": spec.map.a in body must be of type integer: "string"',
    ],
    ['null', { size: 1, ports: null, name: null }, undefined],
  ])('%s', async (name, spec, message) => {
    const { status, body } = await kube.send('POST', widgets, { body: widget(name, spec) })
    if (message === undefined) return expect(status).toBe(201)
    expect([status, body.reason]).toEqual([422, 'Invalid'])
    expect(body.message).toBe(`Widget.${group} "${name}" is invalid: ${message}`)
    expect(body.details).toMatchObject({ name, group, kind: 'Widget' })
  })

  test('several failures are listed', async () => {
    const { body } = await kube.send('POST', widgets, { body: widget('several', { size: 0, color: 'blue' }) })
    expect(body.message).toMatch(/ is invalid: \[.*spec\.size.*\]$/)
    expect(body.details.causes.map((cause: Json) => cause.field).sort()).toEqual(['spec.color', 'spec.size'])
  })
})

describe('what is stored', () => {
  test('unknown fields are pruned, except where they may be kept', async () => {
    const { spec } = await make('pruned', {
      size: 1,
      unknown: 1,
      free: { any: { thing: [1] } },
      ports: [{ port: 1, x: 2 }],
    })
    expect(spec).toEqual({ size: 1, color: 'red', free: { any: { thing: [1] } }, ports: [{ port: 1 }] })
  })

  test('Strict names pruned fields', async () => {
    const answer = await kube.send('POST', `${widgets}?fieldValidation=Strict`, {
      body: widget('strict', { size: 1, sise: 2 }),
    })
    expect(answer.status).toBe(400)
    expect(answer.body.message).toMatch(/strict decoding error: unknown field "spec\.sise"$/)
  })

  test('int-or-string keeps what was written', async () => {
    expect((await make('int', { size: 1, share: 5 })).spec.share).toBe(5)
    expect((await make('percent', { size: 1, share: '5%' })).spec.share).toBe('5%')
  })

  test('a default fills what is absent, and null where null is not allowed', async () => {
    expect((await make('default-absent')).spec.color).toBe('red')
    expect((await make('default-null', { size: 1, color: null })).spec.color).toBe('red')
    expect((await make('nullable', { size: 1, maybe: null })).spec.maybe).toBeNull()
  })
})

describe('subresources', () => {
  test('status is apart from spec, and only spec counts generations', async () => {
    const made = await kube.create(widgets, { ...widget('parts', { size: 1 }), status: { replicas: 3 } })
    expect([made.status, made.metadata.generation]).toEqual([undefined, 1])
    const stated = await kube.merge(`${widgets}/parts/status`, { spec: { size: 9 }, status: { replicas: 2 } })
    expect([stated.spec.size, stated.status.replicas, stated.metadata.generation]).toEqual([1, 2, 1])
    const changed = await kube.merge(`${widgets}/parts`, { spec: { size: 2 }, status: { replicas: 8 } })
    expect([changed.spec.size, changed.status.replicas, changed.metadata.generation]).toEqual([2, 2, 2])
    const annotated = await kube.merge(`${widgets}/parts`, { metadata: { annotations: { a: 'b' } } })
    expect(annotated.metadata.generation).toBe(2)
  })

  test('an object or a list that is empty is not the same as none: it counts generations', async () => {
    await make('empty')
    const given = await kube.merge(`${widgets}/empty`, { spec: { free: { inner: {} }, tags: [] } })
    expect([given.spec, given.metadata.generation]).toEqual([
      { size: 1, color: 'red', free: { inner: {} }, tags: [] },
      2,
    ])
    const taken = await kube.merge(`${widgets}/empty`, { spec: { free: { inner: null } } })
    expect([taken.spec.free, taken.metadata.generation]).toEqual([{}, 3])
    const repeated = await kube.merge(`${widgets}/empty`, { spec: { free: {}, tags: [] } })
    expect(repeated.metadata.generation).toBe(3)
  })

  test('scale follows the paths of the definition', async () => {
    await make('scaled', { size: 1, replicas: 2 })
    await kube.merge(`${widgets}/scaled/status`, { status: { replicas: 1, selector: 'app=x' } })
    const scale = await kube.get(`${widgets}/scaled/scale`)
    expect(scale).toMatchObject({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      spec: { replicas: 2 },
      status: { replicas: 1, selector: 'app=x' },
    })
    await kube.merge(`${widgets}/scaled/scale`, { spec: { replicas: 5 } })
    expect((await kube.get(`${widgets}/scaled`)).spec.replicas).toBe(5)
  })
})

describe('patches', () => {
  test('merge, JSON and apply are taken', async () => {
    await make('patched', { size: 1, ports: [{ port: 1 }, { port: 2 }] })
    const path = `${widgets}/patched`
    expect((await kube.merge(path, { spec: { size: 2 } })).spec.size).toBe(2)
    const body = [{ op: 'replace', path: '/spec/size', value: 3 }]
    expect((await kube.send('PATCH', path, { body, contentType: JSON_PATCH })).body.spec.size).toBe(3)
    const applied = await kube.send('PATCH', `${path}?fieldManager=x`, {
      body: { ...widget('patched', {}), spec: { ports: [{ port: 2, name: 'two' }, { port: 3 }] } },
      contentType: APPLY,
    })
    expect(applied.body.spec.ports).toEqual([{ port: 1 }, { port: 2, name: 'two' }, { port: 3 }])
  })

  test('a strategic merge patch is a 415', async () => {
    await make('strategic')
    const { status, body } = await kube.send('PATCH', `${widgets}/strategic`, { body: {}, contentType: STRATEGIC })
    expect(status).toBe(415)
    expect(body.reason).toBe('UnsupportedMediaType')
    expect(body.message).toBe(
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    )
  })

  test('a patch is validated like any write', async () => {
    await make('guarded')
    const answer = await kube.send('PATCH', `${widgets}/guarded`, { body: { spec: { size: 99 } }, contentType: MERGE })
    expect(answer.status).toBe(422)
  })
})

test('an update needs a resourceVersion', async () => {
  await make('versioned')
  const { status, body } = await kube.send('PUT', `${widgets}/versioned`, { body: widget('versioned', { size: 2 }) })
  expect(status).toBe(422)
  expect(body.message).toMatch(/metadata\.resourceVersion: Invalid value: 0: must be specified for an update$/)
})

test('a field selector takes the fields that the definition names, and no others', async () => {
  for (const [name, color] of Object.entries({ redone: 'red', greenone: 'green' })) await make(name, { size: 1, color })
  const list = await kube.get(`${widgets}?fieldSelector=spec.color%3Dgreen`)
  expect(list.items.map((item: Json) => item.metadata.name)).toContain('greenone')
  expect(list.items.map((item: Json) => item.metadata.name)).not.toContain('redone')
  const { status, body } = await kube.send('GET', `${widgets}?fieldSelector=spec.size%3D1`)
  expect({ status, message: body.message }).toEqual({ status: 400, message: 'field label not supported: spec.size' })
})

test('a Table has the printer columns', async () => {
  await make('tabled', { size: 4 })
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io'
  const { body } = await kube.send('GET', `${widgets}/tabled`, { headers: { accept } })
  expect(body.columnDefinitions.map((c: Json) => [c.name, c.priority])).toEqual([
    ['Name', 0],
    ['Size', 0],
    ['Color', 1],
  ])
  expect(body.rows[0].cells).toEqual(['tabled', 4, 'red'])
})

test('without columns of its own a Table shows the age', async () => {
  const plain = definition(group, 'Plain', {})
  await establish(kube, plain)
  await kube.create(`/apis/${group}/v1/namespaces/${ns}/plains`, {
    apiVersion: `${group}/v1`,
    kind: 'Plain',
    metadata: { name: 'p' },
  })
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io'
  const { body } = await kube.send('GET', `/apis/${group}/v1/namespaces/${ns}/plains`, { headers: { accept } })
  expect(body.columnDefinitions.map((c: Json) => c.name)).toEqual(['Name', 'Age'])
})

test('a definition that goes takes its objects along', async () => {
  const doomed = definition(group, 'Doomed', {})
  await establish(kube, doomed)
  const path = `/apis/${group}/v1/namespaces/${ns}/doomeds`
  await kube.create(path, { apiVersion: `${group}/v1`, kind: 'Doomed', metadata: { name: 'd' } })
  const watch = await kube.watch(`${path}?watch=true`)
  await kube.delete(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${doomed.metadata.name}`)
  await watch.until(event => event.type === 'DELETED')
  await expect.poll(async () => (await kube.send('GET', path)).status, { timeout: 10_000 }).toBe(404)
})
