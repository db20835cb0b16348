/**
 * The notation in which the API is written down once. `scripts/generate-api.ts` renders TypeScript types and CRDs from it,
 * and `stepsHash` takes the order of fields and the omit rules from it, so fields stand in upstream's serialisation order.
 */
export type Scalar = 'string' | 'int32' | 'int64' | 'boolean' | 'time' | 'intOrString' | 'json'

export type Shape =
  | { readonly kind: 'scalar'; readonly scalar: Scalar; readonly enum?: readonly string[]; readonly default?: string }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape }
  /** A type of Kubernetes itself; its schema comes from the field table of `core/kube/template`. */
  | { readonly kind: 'kubernetes'; readonly type: KubernetesType }
  | ObjectShape

export type KubernetesType = 'ObjectMeta' | 'PodTemplate' | 'LabelSelector' | 'JobSpec'

export interface ObjectShape {
  readonly kind: 'object'
  readonly name: string
  readonly description: string
  readonly fields: { readonly [name: string]: Field }
}

/**
 * `emit` is the rule by which upstream serialises the field: `filled` leaves out zero values, `set` writes zero but not absence,
 * `always` writes even absence. `required` is what the CRD demands.
 */
export interface Field {
  readonly shape: Shape
  readonly description: string
  readonly emit: 'filled' | 'set' | 'always'
  readonly required: boolean
  /** A CEL rule in the default CRD. */
  readonly rule?: { readonly rule: string; readonly message: string }
}

const scalar = (name: Scalar): Shape => ({ kind: 'scalar', scalar: name })

export const string = scalar('string')
export const int32 = scalar('int32')
export const int64 = scalar('int64')
export const boolean = scalar('boolean')
/** RFC 3339 in UTC with seconds. */
export const time = scalar('time')
export const intOrString = scalar('intOrString')
/** Any JSON object, kept as it is. */
export const json = scalar('json')

export const list = (of: Shape): Shape => ({ kind: 'list', of })
export const map = (of: Shape): Shape => ({ kind: 'map', of })
export const kubernetes = (type: KubernetesType): Shape => ({ kind: 'kubernetes', type })
export const choice = (...words: string[]): Shape => ({ kind: 'scalar', scalar: 'string', enum: words })
export const withDefault = (shape: Shape, value: string): Shape =>
  shape.kind === 'scalar' ? { ...shape, default: value } : shape

/** Left out by upstream when it holds the zero value. */
export const field = (shape: Shape, description: string): Field => ({
  shape,
  description,
  emit: 'filled',
  required: false,
})
/** Zero and absent mean different things. */
export const pointer = (shape: Shape, description: string): Field => ({ ...field(shape, description), emit: 'set' })
/** Demanded by the CRD. */
export const required = (shape: Shape, description: string): Field => ({
  ...field(shape, description),
  emit: 'always',
  required: true,
})
/** Optional, but upstream serialises it even when empty. */
export const embedded = (shape: Shape, description: string): Field => ({ ...field(shape, description), emit: 'always' })

export const object = (name: string, description: string, fields: { readonly [name: string]: Field }): ObjectShape => ({
  kind: 'object',
  name,
  description,
  fields,
})
