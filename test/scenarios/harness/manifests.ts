/** YAML as objects, and the CRDs that ship. */
import { readdirSync, readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '../../../sandbox/api.ts'

const CRDS = new URL('../../../manifests/crds/', import.meta.url)

/** The objects of a YAML text, as Kubernetes reads YAML (1.1). */
export const objectsOf = (yaml: string): KubeObject[] =>
  parseAllDocuments(yaml, { version: '1.1' })
    .map(document => {
      if (document.errors[0]) throw document.errors[0]
      return document.toJS() as KubeObject | null
    })
    .filter(object => object !== null)

/** Read once: they are large. */
export const crds: readonly KubeObject[] = readdirSync(CRDS)
  .filter(name => name.endsWith('.yaml'))
  .flatMap(name => objectsOf(readFileSync(new URL(name, CRDS), 'utf8')))
