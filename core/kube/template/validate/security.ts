/** Checks of security contexts. */
import { duplicate, type Errors, invalid, invalidJson, required, unsupported } from '../../field-error.ts'
import type { IdsView, PodSecurityView, SecurityView } from './view.ts'

const largest = 2 ** 31 - 1
const seccompTypes = ['Localhost', 'RuntimeDefault', 'Unconfined']
const mostOfSysctl = 253
const sysctlForm = '^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$'

export function* podSecurityErrors(path: string, security: PodSecurityView | undefined): Errors {
  yield* idErrors(path, security)
  yield* sysctlErrors(`${path}.sysctls`, security?.sysctls ?? [])
  yield* seccompErrors(`${path}.seccompProfile`, security)
}

export function* containerSecurityErrors(path: string, security: SecurityView | undefined): Errors {
  yield* idErrors(path, security)
  yield* seccompErrors(`${path}.seccompProfile`, security)
}

function* idErrors(path: string, ids: IdsView | undefined): Errors {
  for (const field of ['fsGroup', 'runAsUser', 'runAsGroup'] as const) yield* idError(`${path}.${field}`, ids?.[field])
  for (const [index, id] of (ids?.supplementalGroups ?? []).entries()) {
    yield* idError(`${path}.supplementalGroups[${index}]`, id)
  }
}

function* idError(path: string, id: number | undefined): Errors {
  if (id === undefined || (id >= 0 && id <= largest)) return
  yield invalid(path, id, `must be between 0 and ${largest}, inclusive`)
}

function* sysctlErrors(path: string, sysctls: NonNullable<PodSecurityView['sysctls']>): Errors {
  const names = new Set<string>()
  for (const [index, { name = '' }] of sysctls.entries()) {
    const at = `${path}[${index}].name`
    if (!name) yield required(at)
    else if (name.length > mostOfSysctl || !new RegExp(sysctlForm).test(name)) {
      yield invalid(at, name, `must have at most ${mostOfSysctl} characters and match regex ${sysctlForm}`)
    } else if (names.has(name)) yield duplicate(at, name)
    names.add(name)
  }
}

function* seccompErrors(path: string, security: SecurityView | undefined): Errors {
  const profile = security?.seccompProfile
  if (!profile) return
  const { type = '', localhostProfile } = profile
  if (!type) yield required(`${path}.type`, 'type is required when seccompProfile is set')
  else if (!seccompTypes.includes(type)) yield unsupported(`${path}.type`, type, seccompTypes)
  const at = `${path}.localhostProfile`
  if (type !== 'Localhost') {
    const printed = JSON.stringify({ Type: type, LocalhostProfile: localhostProfile })
    if (localhostProfile !== undefined) yield invalidJson(at, printed, 'can only be set when seccomp type is Localhost')
  } else if (localhostProfile === undefined) yield required(at, 'must be set when seccomp type is Localhost')
  else if (localhostProfile.startsWith('/')) yield invalid(at, localhostProfile, 'must be a relative path')
  else if (localhostProfile.split('/').includes('..')) yield invalid(at, localhostProfile, "must not contain '..'")
}
