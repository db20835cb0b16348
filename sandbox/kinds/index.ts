import { cluster } from './builtin/cluster.ts'
import { core } from './builtin/core.ts'
import { workloads } from './builtin/workloads.ts'
import type { Kind } from './kind.ts'

/** The kinds that every sandbox has. */
export const builtinKinds: readonly Kind[] = [...core, ...workloads, ...cluster]

export { kindFromCrd } from './crd.ts'
export type { Kind, ScalePaths } from './kind.ts'
