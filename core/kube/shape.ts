/**
 * Shapes of JSON objects: what Kubernetes' types and ours are written down in. From a shape come the bytes that are hashed
 * (`canonical.ts`), the CRDs and the TypeScript types. Fields stand in the order in which the Go types serialise them.
 */
export type Scalar =
  | 'string'
  | 'int32'
  | 'int64'
  | 'bool'
  /** RFC 3339 in UTC with seconds. */
  | 'time'
  | 'IntOrString'
  | 'Quantity'
  /** Any JSON object, kept as it is. */
  | 'json'

export type Shape = ScalarShape | ListShape | MapShape | ObjectShape

export interface ScalarShape {
  readonly kind: 'scalar'
  readonly scalar: Scalar
  readonly enum?: readonly string[]
}

/** `keys`: items are merged by these fields; `set`: items are unique. Neither: what the list means is not declared. */
export interface ListShape {
  readonly kind: 'list'
  readonly of: Shape
  readonly keys?: readonly string[]
  readonly set?: true
  readonly atomic?: true
}

export interface MapShape {
  readonly kind: 'map'
  readonly of: Shape
  readonly atomic?: true
}

export interface ObjectShape {
  readonly kind: 'object'
  readonly name: string
  readonly description?: string
  readonly fields: { readonly [name: string]: Field }
  /** Server-side apply replaces it as a whole. */
  readonly atomic?: true
}

/**
 * `emit` says when Go writes the field: `filled` leaves out zero values, `set` leaves out absence only, `always` writes the
 * zero value for absence (null for a list or a map), `null` writes null for absence. `required` is what the CRD demands.
 */
export interface Field {
  readonly shape: Shape
  readonly emit: 'filled' | 'set' | 'always' | 'null'
  readonly required?: true
  readonly description?: string
  /** What the API server fills in when the field is absent, because the CRD says so. */
  readonly default?: string | boolean
  /** The CRD keeps the value as it is, without a schema. */
  readonly loose?: true
  /** A CEL rule of the CRD. */
  readonly rule?: { readonly rule: string; readonly message: string }
}
