import { describe, expect, test } from 'vitest'
import { openKube } from './client.ts'
import { definition, establish } from './definitions.ts'

const kube = await openKube()
const ns = await kube.namespace()
const group = `cel.${ns}.example.com`
const integer = { type: 'integer' }
const string = { type: 'string' }
await establish(
  kube,
  definition(group, 'Rule', {
    spec: {
      type: 'object',
      properties: {
        min: integer,
        max: integer,
        once: { ...string, 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'once is immutable' }] },
        names: { type: 'array', maxItems: 10, items: { ...string, maxLength: 20 } },
        kind: { ...string, 'x-kubernetes-validations': [{ rule: "self.matches('^[a-z]+$')" }] },
        told: {
          ...integer,
          'x-kubernetes-validations': [
            {
              rule: 'self < 5',
              messageExpression: "self > 6 ? 'far above five' : 'above five'",
              reason: 'FieldValueForbidden',
            },
          ],
        },
      },
      'x-kubernetes-validations': [
        { rule: '!has(self.min) || !has(self.max) || self.min <= self.max', message: 'min must not exceed max' },
        {
          rule: "!has(self.names) || self.names.all(name, name.startsWith('n'))",
          message: 'names begin with n',
          fieldPath: '.names',
        },
      ],
    },
  }),
)
const rules = `/apis/${group}/v1/namespaces/${ns}/rules`
const rule = (name: string, spec: object) => ({ apiVersion: `${group}/v1`, kind: 'Rule', metadata: { name }, spec })
const post = (name: string, spec: object) => kube.send('POST', rules, { body: rule(name, spec) })

describe('CEL rules', () => {
  test('let pass what they allow', async () => {
    expect((await post('fine', { min: 1, max: 2, names: ['n1', 'n2'], kind: 'abc', told: 4 })).status).toBe(201)
    expect((await post('empty', {})).status).toBe(201)
  })

  test.each([
    ['over', { min: 3, max: 2 }, 'spec: Invalid value: "object": min must not exceed max', 'FieldValueInvalid'],
    ['list', { names: ['x'] }, 'spec.names: Invalid value: "object": names begin with n', 'FieldValueInvalid'],
    [
      'plain',
      { kind: 'A' },
      'spec.kind: Invalid value: "string": failed rule: self.matches(\'^[a-z]+$\')',
      'FieldValueInvalid',
    ],
    ['reason', { told: 7 }, 'spec.told: Forbidden: far above five', 'FieldValueForbidden'],
  ])('%s is refused with the message of the rule', async (name, spec, message, reason) => {
    const { status, body } = await post(name, spec)
    expect(status).toBe(422)
    expect(body.message).toBe(`Rule.${group} "${name}" is invalid: ${message}`)
    expect(body.details.causes[0].reason).toBe(reason)
  })

  test('oldSelf is asked on a change only', async () => {
    expect((await post('once', { once: 'a' })).status).toBe(201)
    const answer = await kube.send('PATCH', `${rules}/once`, {
      body: { spec: { once: 'b' } },
      contentType: 'application/merge-patch+json',
    })
    expect(answer.status).toBe(422)
    expect(answer.body.message).toBe(
      `Rule.${group} "once" is invalid: spec.once: Invalid value: "string": once is immutable`,
    )
  })
})
