/**
 * The words in which the API is written down once. `scripts/generate-api.ts` renders TypeScript types and CRDs from it,
 * and `stepsHash` takes the order of fields from it, so fields stand in upstream's order of serialisation.
 */
import type { Field, ObjectShape, Scalar, Shape } from '../../kube/shape.ts'

const scalar = (name: Scalar): Shape => ({ kind: 'scalar', scalar: name })

export const string = scalar('string')
export const int32 = scalar('int32')
export const int64 = scalar('int64')
export const boolean = scalar('bool')
export const time = scalar('time')
export const intOrString = scalar('IntOrString')
export const json = scalar('json')

export const list = (of: Shape): Shape => ({ kind: 'list', of })
export const map = (of: Shape): Shape => ({ kind: 'map', of })
export const choice = (...words: string[]): Shape => ({ kind: 'scalar', scalar: 'string', enum: words })

/** Left out by upstream when it holds the zero value. */
export const field = (shape: Shape, description: string): Field => ({ shape, description, emit: 'filled' })
/** Zero and absent mean different things. */
export const pointer = (shape: Shape, description: string): Field => ({ shape, description, emit: 'set' })
/** Demanded by the CRD. */
export const required = (shape: Shape, description: string): Field => ({
  shape,
  description,
  emit: 'always',
  required: true,
})
/** Optional, but upstream serialises it even when empty. */
export const embedded = (shape: Shape, description: string): Field => ({ shape, description, emit: 'always' })

export type Described = ObjectShape & { readonly description: string }

export const object = (name: string, description: string, fields: ObjectShape['fields']): Described => ({
  kind: 'object',
  name,
  description,
  fields,
})
