import { type Errors, invalid, required, unsupported } from '../../field-error.ts'
import { checkConfigKey, checkDnsSubdomain, checkEnvironmentName, checkQualifiedName } from '../../names.ts'
import { parseQuantity, printQuantity } from '../../quantity.ts'
import type { EnvFromView, EnvView, KeyView } from './view.ts'

const sources = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'] as const
const podFields = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
]
const resourceFields = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
]

export function* envErrors(path: string, variables: readonly EnvView[]): Errors {
  for (const [index, variable] of variables.entries()) {
    const at = `${path}[${index}]`
    if (!variable.name) yield required(`${at}.name`)
    else for (const text of checkEnvironmentName(variable.name)) yield invalid(`${at}.name`, variable.name, text)
    if (variable.valueFrom) yield* valueFromErrors(`${at}.valueFrom`, variable.valueFrom, variable.value)
  }
}

function* valueFromErrors(path: string, from: NonNullable<EnvView['valueFrom']>, value: string | undefined): Errors {
  if (from.fieldRef) yield* fieldErrors(`${path}.fieldRef`, from.fieldRef.fieldPath)
  if (from.resourceFieldRef) yield* resourceFieldErrors(`${path}.resourceFieldRef`, from.resourceFieldRef)
  if (from.configMapKeyRef) yield* keyErrors(`${path}.configMapKeyRef`, from.configMapKeyRef)
  if (from.secretKeyRef) yield* keyErrors(`${path}.secretKeyRef`, from.secretKeyRef)
  const count = sources.filter(source => from[source]).length
  if (count === 0) {
    const detail = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'
    yield invalid(path, '', detail)
  } else if (value) yield invalid(path, '', 'may not be specified when `value` is not empty')
  else if (count > 1) yield invalid(path, '', 'may not have more than one field specified at a time')
}

function* fieldErrors(path: string, fieldPath: string | undefined): Errors {
  if (!fieldPath) {
    yield required(`${path}.fieldPath`)
    return
  }
  const [, map, key = ''] = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/.exec(fieldPath) ?? []
  if (map) {
    const name = map === 'metadata.labels' ? key : key.toLowerCase()
    for (const text of checkQualifiedName(name)) yield invalid(path, name, text)
  } else if (fieldPath === 'metadata.labels' || fieldPath === 'metadata.annotations') {
    yield unsupported(`${path}.fieldPath`, fieldPath, podFields)
  } else if (!podFields.includes(fieldPath)) {
    const detail = `error converting fieldPath: field label not supported: ${fieldPath}`
    yield invalid(`${path}.fieldPath`, fieldPath, detail)
  }
}

type ResourceField = NonNullable<NonNullable<EnvView['valueFrom']>['resourceFieldRef']>

function* resourceFieldErrors(path: string, { resource = '', divisor }: ResourceField): Errors {
  if (resource === '') yield required(`${path}.resource`)
  else if (!resourceFields.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource)) {
    yield unsupported(`${path}.resource`, resource, resourceFields)
  }
  const quantity = divisor === undefined ? undefined : parseQuantity(divisor)
  if (!quantity || quantity.nano === 0n) return
  const isCpu = resource.endsWith('.cpu')
  const supported = isCpu ? /^(1|1m)$/ : /^1([kMGTPE]|[KMGTPE]i)?$/
  if (supported.test(printQuantity(quantity))) return
  const units = isCpu ? '1m and 1' : '1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei'
  yield invalid(
    `${path}.divisor`,
    resource,
    `only divisor's values ${units} are supported with the ${nounOf(resource)} resource`,
  )
}

function nounOf(resource: string): string {
  if (resource.endsWith('.cpu')) return 'cpu'
  if (resource.endsWith('.memory')) return 'memory'
  return resource.includes('hugepages') ? 'hugepages' : 'local ephemeral storage'
}

function* keyErrors(path: string, { name = '', key }: KeyView): Errors {
  for (const text of checkDnsSubdomain(name)) yield invalid(`${path}.name`, name, text)
  if (!key) yield required(`${path}.key`)
  else for (const text of checkConfigKey(key)) yield invalid(`${path}.key`, key, text)
}

export function* envFromErrors(path: string, all: readonly EnvFromView[]): Errors {
  for (const [index, { prefix, configMapRef, secretRef }] of all.entries()) {
    const at = `${path}[${index}]`
    if (prefix) for (const text of checkEnvironmentName(prefix)) yield invalid(`${at}.prefix`, prefix, text)
    for (const [field, ref] of Object.entries({ configMapRef, secretRef })) {
      if (!ref) continue
      if (!ref.name) yield required(`${at}.${field}.name`)
      else for (const text of checkDnsSubdomain(ref.name)) yield invalid(`${at}.${field}.name`, ref.name, text)
    }
    if (!configMapRef && !secretRef) yield invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`')
    if (configMapRef && secretRef) yield invalid(path, '', 'may not have more than one field specified at a time')
  }
}
