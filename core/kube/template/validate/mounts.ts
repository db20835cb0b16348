import { type Errors, invalid, notFound, required } from '../../field-error.ts'
import type { ContainerView } from './view.ts'

/** Kubernetes reports some of these at the list instead of the item; so do we. */
export function* mountErrors(path: string, container: ContainerView, volumes: ReadonlySet<string>): Errors {
  const list = `${path}.volumeMounts`
  const devices = container.volumeDevices ?? []
  const taken = new Set<string>()
  for (const [index, { name = '', mountPath = '', subPath, subPathExpr }] of (container.volumeMounts ?? []).entries()) {
    const at = `${list}[${index}]`
    if (name === '') yield required(`${at}.name`)
    if (!volumes.has(name)) yield notFound(`${at}.name`, name)
    if (mountPath === '') yield required(`${at}.mountPath`)
    if (taken.has(mountPath)) yield invalid(`${at}.mountPath`, mountPath, 'must be unique')
    taken.add(mountPath)
    if (devices.some(device => device.name === name)) {
      yield invalid(`${at}.name`, name, 'must not already exist in volumeDevices')
    }
    if (devices.some(device => device.devicePath === mountPath)) {
      yield invalid(`${at}.mountPath`, mountPath, 'must not already exist as a path in volumeDevices')
    }
    if (subPath) yield* relativePathErrors(`${list}.subPath`, subPath)
    if (subPathExpr && subPath) {
      yield invalid(`${at}.subPathExpr`, subPathExpr, 'subPathExpr and subPath are mutually exclusive')
    }
    if (subPathExpr) yield* relativePathErrors(`${list}.subPathExpr`, subPathExpr)
  }
}

export function* relativePathErrors(path: string, value: string): Errors {
  if (value.startsWith('/')) yield invalid(path, value, 'must be a relative path')
  if (value.split('/').includes('..')) yield invalid(path, value, "must not contain '..'")
}
