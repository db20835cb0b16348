/** What a folder of the repository wants: its YAML and JSON files as objects, placed in the destination namespace and marked as the application's. */
import { parseAllDocuments, type Tags } from 'yaml'
import type { Json, KubeObject } from '../api.ts'
import type { Files } from '../git/repository.ts'
import { type Identity, identityOf, identityText, trackingAnnotation, trackingId } from './identity.ts'

export interface Placement {
  readonly application: string
  readonly namespace: string
  /** Kinds without a namespace get none. */
  isNamespaced(identity: Identity): boolean
}

/** Throws an error that names the file and the line for what is no YAML, and for documents that are no Kubernetes objects. */
export function readManifests(files: Files, placement: Placement): KubeObject[] {
  const paths = Object.keys(files).filter(path => /\.(ya?ml|json)$/.test(path))
  const objects = paths.sort().flatMap(path => readDocuments(path, files[path]!))
  const placed = objects.map(object => place(object, placement))
  const twice = placed.find((object, index) => placed.findIndex(other => isSame(object, other)) !== index)
  if (twice) throw new Error(`Resource ${identityText(identityOf(twice))} appears twice in the repository.`)
  return placed
}

const isSame = (a: KubeObject, b: KubeObject) => identityText(identityOf(a)) === identityText(identityOf(b))

/** YAML 1.1 as Kubernetes reads it: `yes` is true, but a time is a text, and so is `1:30`. */
const customTags = (tags: Tags) =>
  tags.filter(tag => typeof tag === 'string' || (tag.tag !== 'tag:yaml.org,2002:timestamp' && tag.format !== 'TIME'))

function readDocuments(path: string, text: string): KubeObject[] {
  const documents = parseAllDocuments(text, { version: '1.1', customTags })
  return [...documents].flatMap(document => {
    const problem = document.errors?.[0]
    if (problem) throw new Error(`Failed to load ${path}: ${problem.message}`)
    return expandList(path, withoutNulls(document.toJS() as Json))
  })
}

/** Null members are the same as absent ones: `metadata: {creationTimestamp: null}`. */
function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, member]) => member !== null && member !== undefined)
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutNulls(member)]))
}

function expandList(path: string, value: Json): KubeObject[] {
  if (value === null) return []
  const object = value as KubeObject
  if (object.kind === 'List') return (object.items as KubeObject[]).flatMap(item => expandList(path, item as Json))
  for (const field of ['apiVersion', 'kind', 'metadata'])
    if (!object[field])
      throw new Error(`Failed to load ${path}: Object '${field}' is missing: every document needs one.`)
  return [object]
}

function place({ status: _, ...object }: KubeObject, { application, namespace, isNamespaced }: Placement): KubeObject {
  const metadata = { ...object.metadata }
  if (isNamespaced(identityOf(object as KubeObject))) metadata.namespace ??= namespace
  const placed = { ...object, metadata } as KubeObject
  metadata.annotations = { ...metadata.annotations, [trackingAnnotation]: trackingId(application, placed) }
  return placed
}
