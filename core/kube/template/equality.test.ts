import { describe, expect, test } from 'vitest'
import stored from '../testdata/stored-templates.json' with { type: 'json' }
import type { PodTemplate } from '../types.ts'
import { templatesEqual } from './equality.ts'

const web: PodTemplate = {
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'web:1' }] },
}
const live = {
  metadata: { labels: { app: 'web', 'rollouts-pod-template-hash': 'abc' }, annotations: {} },
  spec: {
    containers: [
      {
        name: 'web',
        image: 'web:1',
        imagePullPolicy: 'IfNotPresent',
        resources: {},
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
      },
    ],
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    schedulerName: 'default-scheduler',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
  },
} satisfies PodTemplate

describe('a template equals what an API server stored for it', () => {
  test.each(stored as readonly Pair[])('$name', pair => expect(templatesEqual(pair.stored, pair.given)).toBe(true))
  test('and no other', () => {
    const [a, b] = stored as readonly Pair[]
    expect(templatesEqual(a!.stored, b!.given)).toBe(false)
  })
})

interface Pair {
  readonly name: string
  readonly given: PodTemplate
  readonly stored: PodTemplate
}

test('the hash label and what the API server fills in do not count (trap 3)', () =>
  expect(templatesEqual(live, web)).toBe(true))

test('the deprecated name of the service account is another word for it', () => {
  const named = (account: object) => ({ ...web, spec: { ...web.spec, ...account } })
  const stored = { ...live, spec: { ...live.spec, serviceAccountName: 'x', serviceAccount: 'x' } }
  expect(templatesEqual(stored, named({ serviceAccount: 'x' }))).toBe(true)
  expect(templatesEqual(stored, named({ serviceAccountName: 'x' }))).toBe(true)
  expect(templatesEqual(stored, web)).toBe(false)
})

test('quantities are compared by value', () => {
  const limited = (cpu: string | number) => ({
    ...web,
    spec: { containers: [{ name: 'web', image: 'web:1', resources: { limits: { cpu } } }] },
  })
  const stored = {
    ...live,
    spec: { ...live.spec, containers: [{ ...live.spec.containers[0]!, resources: { limits: { cpu: '1' } } }] },
  }
  expect(templatesEqual(stored, limited('1000m'))).toBe(true)
  expect(templatesEqual(stored, limited(1))).toBe(true)
  expect(templatesEqual(stored, limited('999.5m'))).toBe(true)
  expect(templatesEqual(stored, limited('998.5m'))).toBe(false)
})

test('another image is another template', () => {
  expect(templatesEqual(live, { ...web, spec: { containers: [{ name: 'web', image: 'web:2' }] } })).toBe(false)
})
