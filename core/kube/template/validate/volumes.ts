import { duplicate, type Errors, forbidden, invalid, required } from '../../field-error.ts'
import { checkDnsLabel } from '../../names.ts'
import { parseQuantity } from '../../quantity.ts'
import { relativePathErrors } from './mounts.ts'
import type { VolumeView } from './view.ts'

/** Kubernetes' order of evaluation; sources that are missing here come after these. */
const order = ['emptyDir', 'hostPath', 'secret', 'persistentVolumeClaim', 'configMap']

/** What each of the common sources cannot do without. */
const needs: { readonly [source: string]: string } = {
  hostPath: 'path',
  secret: 'secretName',
  persistentVolumeClaim: 'claimName',
  configMap: 'name',
  nfs: 'server',
  csi: 'driver',
}

export function* volumeErrors(path: string, volumes: readonly VolumeView[]): Errors {
  const names = new Set<string>()
  for (const [index, volume] of volumes.entries()) {
    const at = `${path}[${index}]`
    yield* sourceErrors(at, volume)
    const { name } = volume
    if (!name) yield required(`${at}.name`)
    else for (const text of checkDnsLabel(name)) yield invalid(`${at}.name`, name, text)
    if (names.has(name ?? '')) yield duplicate(`${at}.name`, name)
    names.add(name ?? '')
  }
}

function* sourceErrors(path: string, volume: VolumeView): Errors {
  const sources = Object.keys(volume)
    .filter(field => isObject(volume[field]))
    .toSorted((a, b) => rank(a) - rank(b))
  for (const [index, source] of sources.entries()) {
    if (index > 0) yield forbidden(`${path}.${source}`, 'may not specify more than 1 volume type')
    else yield* oneSourceErrors(`${path}.${source}`, source, volume[source] as Json)
  }
}

type Json = { readonly [key: string]: unknown }

function* oneSourceErrors(path: string, source: string, value: Json): Errors {
  const need = needs[source]
  if (need && !value[need]) yield required(`${path}.${need}`)
  const size = source === 'emptyDir' ? parseQuantity(String(value.sizeLimit ?? 0)) : undefined
  if (size && size.nano < 0n) yield forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')
  const mode = value.defaultMode
  if (typeof mode === 'number' && (mode < 0 || mode > 0o777)) {
    yield invalid(`${path}.defaultMode`, mode, 'must be a number between 0 and 0777 (octal), both inclusive')
  }
  for (const [index, item] of (isList(value.items) ? value.items : []).entries()) {
    const { key, path: place } = item as { readonly key?: string; readonly path?: string }
    if (source !== 'downwardAPI' && !key) yield required(`${path}.items[${index}].key`)
    if (!place) yield required(`${path}.items[${index}].path`)
    else yield* relativePathErrors(`${path}.items[${index}].path`, place)
  }
  if (source === 'hostPath' && String(value.path).split('/').includes('..')) {
    yield invalid(`${path}.path`, value.path, "must not contain '..'")
  }
}

const rank = (source: string): number => (order.indexOf(source) + order.length + 1) % (order.length + 1)
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null
