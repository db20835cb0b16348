/** Kustomize applies only what a kustomization lists. */
import { posix } from 'node:path'
import { parseDocument } from 'yaml'
import { append } from './application.ts'
import type { Files } from './files.ts'
import type { Workspace } from './workspace.ts'

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/** Lists `added` wherever `beside` is listed, right behind the same folder. */
export function listBeside(workspace: Workspace, beside: string, added: string): void {
  for (const path of kustomizationsOf(workspace.all, beside)) {
    const resource = posix.relative(posix.dirname(path), added)
    workspace.edit({ path, index: 0 }, document => append(document, ['resources'], resource))
  }
}

/** Takes a file off all lists. */
export function unlist(workspace: Workspace, removed: string): void {
  for (const path of kustomizationsOf(workspace.all, removed)) {
    const index = resourcesOf(workspace.all.get(path)!).findIndex(each => resolved(path, each) === removed)
    workspace.edit({ path, index: 0 }, document => document.deleteIn(['resources', index]))
  }
}

function kustomizationsOf(files: Files, listed: string): readonly string[] {
  const all = [...files.keys()].filter(path => names.includes(posix.basename(path)))
  return all.filter(path => resourcesOf(files.get(path)!).some(each => resolved(path, each) === listed))
}

const resolved = (kustomization: string, resource: string) => posix.join(posix.dirname(kustomization), resource)

function resourcesOf(text: string): readonly string[] {
  const resources = (parseDocument(text).toJS() as { readonly resources?: unknown } | null)?.resources
  return Array.isArray(resources) ? resources.map(String) : []
}
