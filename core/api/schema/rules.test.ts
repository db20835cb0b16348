import { Environment } from '@marcbachmann/cel-js'
import { describe, expect, test } from 'vitest'
import recorded from '../testdata/invalid-specs.json' with { type: 'json' }
import { specRules, variables } from './rules.ts'

const cel = new Environment({
  enableOptionalTypes: true,
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
})

/** Details of the rules that a spec breaks, in order. */
function broken(spec: unknown): readonly string[] {
  const known: Record<string, unknown> = {}
  const context = { object: { spec: withIntegers(spec) }, variables: known }
  for (const [name, expression] of Object.entries(variables)) known[name] = cel.evaluate(expression, context)
  return specRules.filter(({ rule }) => cel.evaluate(rule, context) !== true).map(({ detail }) => detail)
}

/** JSON numbers of an API server are integers in CEL. */
function withIntegers(value: unknown): unknown {
  if (typeof value === 'number') return BigInt(value)
  if (Array.isArray(value)) return value.map(withIntegers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withIntegers(inner)]))
}

const valid = {
  selector: { matchLabels: { app: 'web' } },
  template: { metadata: { labels: { app: 'web' } } },
}
const canary = (strategy: object) => broken({ ...valid, strategy: { canary: strategy } })

describe('faults that were seen', () => {
  // What is inside the pod spec or in other objects cannot be said in these rules.
  const sayable = recorded.filter(({ error }) => !/template\.spec|not found/.test(error))
  test.each(sayable)('$name: $error', ({ spec, error }) => {
    const [first = ''] = broken(spec)
    const said = first.replace(', or maxTrafficWeight', '').replace(/ is only available.*/, '')
    expect(said).not.toBe('')
    expect(error).toContain(said)
  })
})

test.each([
  {},
  { maxSurge: 0 },
  { maxSurge: '25%', maxUnavailable: 0 },
  { steps: [{ setWeight: 0 }, { pause: {} }, { pause: { duration: '1h30m' } }, { pause: { duration: 5 } }] },
  {
    stableService: 'a',
    canaryService: 'b',
    trafficRouting: { istio: {}, managedRoutes: [{ name: 'r' }] },
    steps: [{ setHeaderRoute: { name: 'r' } }, { setMirrorRoute: { name: 'r' } }, { setCanaryScale: { weight: 5 } }],
  },
  { trafficRouting: { plugins: { 'x/y': {} }, maxTrafficWeight: 1000 }, steps: [{ setWeight: 1000 }] },
])('%j breaks no rule', strategy => expect(canary(strategy)).toEqual([]))

test.each(['1d', '-5', '-1s', 'soon'])('a pause of %s', duration => {
  expect(canary({ steps: [{ pause: { duration } }] })).toEqual(['Duration needs to be greater than 0'])
})
