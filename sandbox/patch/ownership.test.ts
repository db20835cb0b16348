import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../api.ts'
import { builtinKinds, type Kind, kindFromCrd } from '../kinds/index.ts'
import { prune } from '../schema/prune.ts'
import type { JsonObject, Value } from '../schema/schema.ts'
import { jsonPatch, mergePatch, PatchError, serverSideApply, trackUpdate } from './index.ts'

interface Step {
  readonly op: 'create' | 'put' | 'apply' | 'apply-status' | 'status' | 'patch:merge' | 'patch:json'
  readonly manager: string
  readonly force?: boolean
  readonly body: Value
  readonly answer: JsonObject
}

interface Scenario {
  readonly name: string
  readonly kind: string
  readonly apiVersion: string
  readonly steps: readonly Step[]
}

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'))
/** What a Kubernetes 1.34 API server answered to each step. */
const scenarios: Scenario[] = read('./testdata/ownership.json')
const probe = kindFromCrd(read('../schema/testdata/custom-resource.json').crd, 'v1')

function kindOf({ kind, apiVersion }: Scenario): Kind {
  if (kind === 'Probe') return probe
  return builtinKinds.find(
    one => one.kind === kind && apiVersion.endsWith(one.version) && apiVersion.startsWith(one.group),
  )!
}

const TIME = '2026-01-01T00:00:00Z'

/** A server of one object: as little as it takes to store what patches make. */
class OneObject {
  private live: KubeObject | undefined
  private readonly kind: Kind
  private readonly scenario: Scenario

  constructor(scenario: Scenario) {
    this.scenario = scenario
    this.kind = kindOf(scenario)
  }

  play(step: Step): JsonObject {
    try {
      const before = JSON.stringify(this.live)
      const answer = this.write(step)
      expect(JSON.stringify(this.live) === before || answer.object).toBeTruthy()
      return answer
    } catch (error) {
      if (!(error instanceof PatchError)) throw error
      return { code: error.code, ...(error.reason && { reason: error.reason }), message: error.message }
    }
  }

  private write({ op, manager, force = false, body }: Step): JsonObject {
    const { schema } = this.kind
    const subresource = op.endsWith('status') ? 'status' : ''
    const common = {
      schema,
      live: freeze(this.live),
      manager,
      time: TIME,
      apiVersion: this.scenario.apiVersion,
      subresource,
    }
    if (op === 'apply' || op === 'apply-status') {
      const applied = serverSideApply({ ...common, applied: freeze(this.whole(body)), force })
      if ('object' in applied) return this.store(structuredClone(applied.object) as KubeObject, subresource)
      const causes = applied.conflicts.map(({ manager: by, field }) => ({
        reason: 'FieldManagerConflict',
        message: `conflict with ${by}`,
        field,
      }))
      return { code: 409, reason: 'Conflict', message: applied.message, causes }
    }
    const updated = this.defaulted(structuredClone(this.edited(op, freeze(body))))
    const managedFields = trackUpdate({ ...common, updated: freeze(structuredClone(updated)), operation: 'Update' })
    return this.keep(this.prepared({ ...updated, metadata: { ...updated.metadata, managedFields } }, subresource))
  }

  private edited(op: Step['op'], body: Value): KubeObject {
    if (op === 'create' || op === 'put')
      return { ...this.whole(body), metadata: { ...this.live?.metadata, ...this.whole(body).metadata } }
    return op === 'patch:json' ? jsonPatch(freeze(this.live), body) : mergePatch(freeze(this.live!), body)
  }

  private whole(body: Value): KubeObject {
    const { apiVersion, kind } = this.scenario
    return { apiVersion, kind, ...body, metadata: { name: 't', namespace: 'default', ...body.metadata } }
  }

  private store(object: KubeObject, subresource: string): JsonObject {
    return this.keep(this.prepared(this.defaulted(object), subresource))
  }

  private defaulted(object: KubeObject): KubeObject {
    prune(this.kind.schema, object)
    this.kind.default(object)
    return object
  }

  /** What the server itself sets is not the writer's: it comes after the fields have been given to somebody. */
  private prepared(object: KubeObject, subresource: string): KubeObject {
    if (!this.live) {
      object.metadata.uid = 'U'
      this.kind.prepareCreate(object)
    } else if (subresource) this.kind.prepareStatus(object, this.live)
    else this.kind.prepareUpdate(object, this.live)
    return object
  }

  private keep(object: KubeObject): JsonObject {
    this.live = JSON.parse(JSON.stringify(object))
    return { object: tidy(this.live!) }
  }
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}

/** Entries of one time come in the order of their names here, and by the second in which they were written there. */
function tidy({ metadata, ...rest }: KubeObject): JsonObject {
  const { uid, managedFields, ...own } = metadata
  const name = ({ manager, operation, subresource }: JsonObject) => `${manager} ${operation} ${subresource}`
  const byName = (a: JsonObject, b: JsonObject) => (name(a) < name(b) ? -1 : 1)
  return { ...rest, metadata: { ...own, ...(managedFields && { managedFields: managedFields.toSorted(byName) }) } }
}

/** The server lists conflicts in no order. */
function sortedCauses({ causes, ...answer }: JsonObject): JsonObject {
  return {
    ...answer,
    ...(causes && { causes: causes.toSorted((a: JsonObject, b: JsonObject) => (a.message < b.message ? -1 : 1)) }),
  }
}

function expected(answer: JsonObject): JsonObject {
  return answer.object
    ? { object: tidy(JSON.parse(JSON.stringify(answer.object).replaceAll('"time":"T"', `"time":"${TIME}"`))) }
    : answer
}

describe('fields belong to whom a real server says they belong', () => {
  test.each(scenarios)('$name', scenario => {
    const server = new OneObject(scenario)
    for (const [index, step] of scenario.steps.entries()) {
      expect({ index, ...sortedCauses(server.play(step)) }).toEqual({ index, ...sortedCauses(expected(step.answer)) })
    }
  })
})
