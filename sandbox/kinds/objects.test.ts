import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ApiError, KubeObject } from '../api.ts'
import { renderErrorBody } from '../schema/field-error.ts'
import { prune } from '../schema/prune.ts'
import { builtinKinds, type Kind } from './index.ts'

type Fields = Partial<KubeObject>

interface Case {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly object: Fields
  /** The object was stored like this before, then `object` was put, to `/status` when `status` is set. */
  readonly stored?: Fields
  readonly status?: true
  /** What a Kubernetes 1.34 API server answered. */
  readonly answer: { readonly object?: Fields; readonly errors?: readonly string[]; readonly message?: string }
}

const recorded: Case[] = JSON.parse(readFileSync(new URL('./testdata/objects.json', import.meta.url), 'utf8'))

function kindOf({ apiVersion, kind }: Case): Kind {
  const found = builtinKinds.find(
    one => one.kind === kind && (one.group ? `${one.group}/${one.version}` : one.version) === apiVersion,
  )
  if (!found) throw new Error(`no kind ${kind} in ${apiVersion}`)
  return found
}

/** As the server does it: the client's object, its metadata completed, defaulted, prepared, validated. */
function answer(one: Case): Case['answer'] {
  const kind = kindOf(one)
  const { apiVersion, stored } = one
  const metadata = {
    name: 't',
    uid: 'UID',
    ...(kind.namespaced && { namespace: 'default' }),
    ...structuredClone(one.object.metadata),
  }
  if (stored) metadata.generation = stored.metadata.generation
  const object: KubeObject = { apiVersion, kind: kind.kind, ...structuredClone(one.object), metadata }
  prune(kind.schema, object)
  try {
    kind.default(object)
  } catch (error) {
    return { message: (error as ApiError).message }
  }
  const old = stored && ({ ...structuredClone(stored), metadata: { uid: 'UID', ...stored.metadata } } as KubeObject)
  if (!old) kind.prepareCreate(object)
  else if (one.status) kind.prepareStatus(object, old)
  else kind.prepareUpdate(object, old)
  const errors = kind.validate(object, old).map(error => `${error.type} ${error.field}: ${renderErrorBody(error)}`)
  return errors.length > 0 ? { errors: comparable(errors) } : { object: withoutIdentity(object) }
}

function withoutIdentity({ metadata, ...rest }: KubeObject): Fields {
  const { uid, ...own } = JSON.parse(JSON.stringify(metadata))
  if (own.generation === undefined) delete own.generation
  return { ...JSON.parse(JSON.stringify(rest)), metadata: own }
}

/** Values in Go's own spelling and differences of two of them are not compared, and not what the server says of its own status of a CRD. */
function comparable(errors: readonly string[]): string[] {
  const texts = errors.map(text =>
    text
      .replace(/ value: (\{"|\[\{).*?[}\]]: (?=\S+ )/, ' value: VALUE: ')
      .replace(/\n@@[\s\S]*/, '')
      .replace(/: supported values: (.*)/, (_, values) => `: supported values: ${values.split(', ').sort()}`),
  )
  return [...new Set(texts)].filter(text => !text.includes('status.storedVersions')).sort()
}

/** Given out by the server, which here has its own way of choosing, or by admission of controllers that the sandbox does not have. */
function withoutChoices(fields: Fields): Fields {
  const copy = structuredClone(fields)
  if (copy.kind === 'PersistentVolumeClaim') delete copy.metadata.finalizers
  if (copy.kind === 'Node') delete copy.spec.taints
  if (
    copy.kind === 'Service' &&
    copy.metadata.generation === undefined &&
    !/^10\.100\./.test(copy.spec.clusterIP ?? '10.100.')
  ) {
    if (copy.spec.clusterIP !== 'None') {
      delete copy.spec.clusterIP
      delete copy.spec.clusterIPs
    }
  }
  return copy
}

function expected({ answer: { errors, object, message } }: Case): Case['answer'] {
  if (errors) return { errors: comparable(errors) }
  return object ? { object: withoutChoices(object) } : { message: message! }
}

describe('an object of a built-in kind is answered as a real server answers it', () => {
  test.each(recorded)('$kind: $name', one => {
    const got = answer(one)
    expect(got.object ? { object: withoutChoices(got.object) } : got).toEqual(expected(one))
  })
})
