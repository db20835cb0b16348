import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** The environment variable that names the kubeconfig of the real cluster; unset, the suites run on the embedded one. */
export const REAL_CLUSTER = 'SLIPWAY_CLUSTER'
