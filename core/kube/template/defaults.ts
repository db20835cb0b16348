/**
 * What the API server fills into a pod template (contract rollout 3.3; Kubernetes 1.34), by type of the field table.
 * Fields that have a value stay as they are.
 */
import { parseQuantity, printQuantity } from '../quantity.ts'
import type { Field, ObjectShape, Shape } from '../shape.ts'
import type { PodTemplate } from '../types.ts'
import { podTemplate } from './shapes.ts'

type Json = { readonly [key: string]: unknown }

const container = { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' }

const fixed: { readonly [type: string]: Json } = {
  PodSpec: {
    dnsPolicy: 'ClusterFirst',
    restartPolicy: 'Always',
    securityContext: {},
    terminationGracePeriodSeconds: 30,
    schedulerName: 'default-scheduler',
  },
  Container: container,
  EphemeralContainer: container,
  ContainerPort: { protocol: 'TCP' },
  FileKeySelector: { optional: false },
  Probe: { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 },
  HTTPGetAction: { path: '/', scheme: 'HTTP' },
  GRPCAction: { service: '' },
  ObjectFieldSelector: { apiVersion: 'v1' },
  SecretVolumeSource: { defaultMode: 420 },
  ConfigMapVolumeSource: { defaultMode: 420 },
  DownwardAPIVolumeSource: { defaultMode: 420 },
  ProjectedVolumeSource: { defaultMode: 420 },
  ServiceAccountTokenProjection: { expirationSeconds: 3600 },
  HostPathVolumeSource: { type: '' },
  PersistentVolumeClaimSpec: { volumeMode: 'Filesystem' },
  ISCSIVolumeSource: { iscsiInterface: 'default' },
  RBDVolumeSource: { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' },
  AzureDiskVolumeSource: { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' },
  ScaleIOVolumeSource: { storageMode: 'ThinProvisioned', fsType: 'xfs' },
}

const computed: { readonly [type: string]: (value: Json) => Json } = {
  Container: ({ image }) => ({ imagePullPolicy: pullPolicyOf(image) }),
  EphemeralContainer: ({ image }) => ({ imagePullPolicy: pullPolicyOf(image) }),
  Volume: value => (hasSource(value) ? {} : { emptyDir: {} }),
}

/** The template with everything filled in; unknown fields stay. */
export function withDefaults(template: PodTemplate): PodTemplate {
  return fill({ shape: podTemplate, emit: 'always' }, template) as PodTemplate
}

function fill({ shape, emit }: Field, value: unknown): unknown {
  if (value === undefined || value === null)
    return shape.kind === 'object' && emit === 'always' ? fillObject(shape, {}) : value
  if (Array.isArray(value) && shape.kind === 'list')
    return value.map(item => fill({ shape: shape.of, emit: 'set' }, item))
  if (shape.kind === 'map') return isQuantity(shape.of) && isObject(value) ? roundQuantities(value) : value
  return shape.kind === 'object' && isObject(value) ? fillObject(shape, value) : value
}

function fillObject(shape: ObjectShape, value: Json): Json {
  const defaults = { ...fixed[shape.name], ...computed[shape.name]?.(value) }
  const filled: { [key: string]: unknown } = { ...value }
  for (const [name, preset] of Object.entries(defaults)) {
    if (isUnset(shape.fields[name], filled[name])) filled[name] = preset
  }
  for (const [name, field] of Object.entries(shape.fields)) {
    const inner = fill(field, filled[name])
    if (inner !== undefined) filled[name] = inner
  }
  return filled
}

function isUnset(field: Field | undefined, value: unknown): boolean {
  if (value === undefined || value === null) return true
  return field?.emit === 'filled' && (value === '' || value === 0)
}

/** Always for the tag latest and for an image with neither tag nor digest. */
function pullPolicyOf(image: unknown): string {
  const [name = '', digest] = String(image ?? '').split('@')
  const tag = /:([^:/]+)$/.exec(name)?.[1] ?? (digest === undefined && name !== '' ? 'latest' : '')
  return tag === 'latest' ? 'Always' : 'IfNotPresent'
}

function hasSource(volume: Json): boolean {
  return Object.entries(volume).some(([name, source]) => name !== 'name' && isObject(source))
}

/** Amounts of a resource list are rounded up to a thousandth. */
function roundQuantities(amounts: Json): Json {
  return Object.fromEntries(Object.entries(amounts).map(([name, amount]) => [name, roundQuantity(amount)]))
}

function roundQuantity(amount: unknown): unknown {
  const quantity = typeof amount === 'string' || typeof amount === 'number' ? parseQuantity(amount) : undefined
  if (!quantity || quantity.nano % 1_000_000n === 0n) return amount
  const sign = quantity.nano < 0n ? -1n : 1n
  const nano = (quantity.nano / 1_000_000n + sign) * 1_000_000n
  return printQuantity({ nano, format: quantity.format })
}

const isQuantity = (shape: Shape): boolean => shape.kind === 'scalar' && shape.scalar === 'Quantity'
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
