/** `spec.syncPolicy.syncOptions` of an Application, and the annotation by which one object differs from it (contract argocd 8.1, 8.2). */
import type { KubeObject } from '../../api.ts'
import type { Propagation } from '../../controllers/loop/view.ts'

export interface SyncOptions {
  readonly respectIgnoreDifferences: boolean
  readonly applyOutOfSyncOnly: boolean
  readonly serverSideApply: boolean
  readonly replace: boolean
  readonly pruneLast: boolean
  readonly propagation: Propagation
}

const defaults: SyncOptions = {
  respectIgnoreDifferences: false,
  applyOutOfSyncOnly: false,
  serverSideApply: false,
  replace: false,
  pruneLast: false,
  propagation: 'Foreground',
}

const values: Readonly<Record<string, Readonly<Record<string, Partial<SyncOptions>>>>> = {
  RespectIgnoreDifferences: { true: { respectIgnoreDifferences: true }, false: {} },
  ApplyOutOfSyncOnly: { true: { applyOutOfSyncOnly: true }, false: {} },
  ServerSideApply: { true: { serverSideApply: true }, false: {} },
  Replace: { true: { replace: true }, false: {} },
  PruneLast: { true: { pruneLast: true }, false: {} },
  PrunePropagationPolicy: {
    foreground: { propagation: 'Foreground' },
    background: { propagation: 'Background' },
    orphan: { propagation: 'Orphan' },
  },
  // There is no dry run here that these could switch off.
  Validate: { true: {}, false: {} },
  SkipDryRunOnMissingResource: { true: {}, false: {} },
}

/** Throws an error that names what is not known. */
export function readOptions(texts: readonly string[]): SyncOptions {
  return Object.assign({ ...defaults }, ...texts.map(readOption))
}

function readOption(text: string): Partial<SyncOptions> {
  const [key = '', value = ''] = text.split('=')
  const known = values[key]
  const found = known?.[value]
  if (found) return found
  const remedy = known ? `${key} takes ${Object.keys(known).join(' or ')}` : `leave it out, or use one of ${names}`
  throw new Error(`syncPolicy.syncOptions: "${text}" is not played by the stand-in: ${remedy}`)
}

const names = Object.keys(values).join(', ')

const annotation = 'argocd.argoproj.io/sync-options'

/** Whether the object's own annotation says `Prune=false`, `Replace=true` or another. */
export function hasOption({ metadata }: KubeObject, option: string): boolean {
  const texts: string[] = (metadata.annotations?.[annotation] ?? '').split(',')
  return texts.some(text => text.trim() === option)
}

/** An object's annotation wins over the application. */
export function isServerSide(object: KubeObject, { serverSideApply }: SyncOptions): boolean {
  if (hasOption(object, 'ServerSideApply=false')) return false
  return serverSideApply || hasOption(object, 'ServerSideApply=true')
}

export function isReplaced(object: KubeObject, { replace }: SyncOptions): boolean {
  if (hasOption(object, 'Replace=false')) return false
  return replace || hasOption(object, 'Replace=true')
}
