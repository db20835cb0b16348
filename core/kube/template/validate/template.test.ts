import { describe, expect, test } from 'vitest'
import { firstError, formatFieldError } from '../../field-error.ts'
import rejected from '../../testdata/invalid-templates.json' with { type: 'json' }
import type { PodTemplate } from '../../types.ts'
import { templateErrors } from './template.ts'

const selector = { matchLabels: { app: 'web' } }
const check = (template: unknown) => {
  const error = firstError(templateErrors('spec.template', template as PodTemplate, selector))
  return error && formatFieldError(error)
}
const pod = (spec: object) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'web:1' }], ...spec },
})
const web = (container: object) => pod({ containers: [{ name: 'app', image: 'web:1', ...container }] })

describe('templates that a Kubernetes 1.34 API server rejected in a ReplicaSet, with its first error', () => {
  test.each(rejected)('$name: $error', ({ template, error }) => expect(check(template)).toBe(error))
})

describe('feature gates that upstream leaves off', () => {
  test('sleeping for zero seconds or longer than the grace period', () => {
    const sleep = (seconds: number) => check(web({ lifecycle: { preStop: { sleep: { seconds } } } }))
    expect(sleep(5)).toBeUndefined()
    const detail =
      'must be greater than 0 and less than terminationGracePeriodSeconds (30). Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep.'
    const path = 'spec.template.spec.containers[0].lifecycle.preStop.sleep'
    expect(sleep(0)).toBe(`${path}: Invalid value: 0: ${detail}`)
    expect(sleep(31)).toBe(`${path}: Invalid value: 31: ${detail}`)
  })
  test('names of environment variables that start with a digit', () => {
    expect(check(web({ env: [{ name: '1A' }] }))).toContain('must not start with a digit')
  })
  test('search paths with an underscore, or of a dot alone', () => {
    const search = (name: string) => check(pod({ dnsConfig: { searches: [name] } }))
    expect(search('a.example.')).toBeUndefined()
    for (const name of ['_a.example', '.'])
      expect(search(name)).toContain('a lowercase RFC 1123 subdomain must consist')
  })
})

test('addresses with leading zeros are let through, as they always were', () => {
  expect(check(pod({ hostAliases: [{ ip: '010.1.002.3', hostnames: ['a'] }] }))).toBeUndefined()
})

test('privileged containers are left to admission', () => {
  expect(check(web({ securityContext: { privileged: true } }))).toBeUndefined()
})
