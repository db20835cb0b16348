/**
 * Builds what an administrator of Argo CD applies, from `lua/`: a ConfigMap patch and the same as values of the argo-cd Helm chart.
 * Run by `npm run generate`; a test says when the files are stale.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Document, isScalar, visit } from 'yaml'

const root = join(import.meta.dirname, '..')
const scripts = join(root, 'lua')

/** Key of argocd-cm (`resource.customizations.health.argoproj.io_Rollout`) to its value, always a string. */
export type Customizations = Record<string, string>

/** YAML with every text of several lines as a `|` block: folding would break Lua comments, quoting would hide the script. */
function renderYaml(value: unknown, comment?: string): string {
  const document = new Document(value)
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && typeof node.value === 'string' && node.value.includes('\n')) node.type = 'BLOCK_LITERAL'
    },
  })
  if (comment) document.commentBefore = comment
  return document.toString({ lineWidth: 0 })
}

function renderActions(folder: string): string {
  const names = globSync('*/action.lua', { cwd: folder }).map(path => path.split('/')[0]!)
  return renderYaml({
    'discovery.lua': readFileSync(join(folder, 'discovery.lua'), 'utf8'),
    definitions: names
      .sort()
      .map(name => ({ name, 'action.lua': readFileSync(join(folder, name, 'action.lua'), 'utf8') })),
    mergeBuiltinActions: true,
  })
}

/** Reads Argo CD's layout: `<group>/<Kind>/health.lua`, `<group>/<Kind>/actions/...`. */
export function gatherCustomizations(folder = scripts): Customizations {
  const found: Customizations = {}
  for (const path of globSync('*/*/health.lua', { cwd: folder }).sort()) {
    const [group, kind] = path.split('/')
    found[`resource.customizations.health.${group}_${kind}`] = readFileSync(join(folder, path), 'utf8')
  }
  for (const path of globSync('*/*/actions/discovery.lua', { cwd: folder }).sort()) {
    const [group, kind] = path.split('/')
    found[`resource.customizations.actions.${group}_${kind}`] = renderActions(join(folder, group!, kind!, 'actions'))
  }
  return found
}

const origin = ' Generated from lua/ by npm run generate. Do not edit.'

/** Repository path to text. The label is required: Argo CD does not see a ConfigMap without it. */
export function renderFiles(data: Customizations): Record<string, string> {
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'argocd-cm',
      namespace: 'argocd',
      labels: { 'app.kubernetes.io/name': 'argocd-cm', 'app.kubernetes.io/part-of': 'argocd' },
    },
    data,
  }
  const apply =
    ' Server-side apply keeps the other keys: kubectl apply --server-side --force-conflicts -f argocd-cm.yaml'
  return {
    'manifests/argocd-cm.yaml': renderYaml(configMap, `${origin}\n${apply}`),
    'manifests/argocd-values.yaml': renderYaml(
      { configs: { cm: data } },
      `${origin}\n Values for the argo-cd Helm chart.`,
    ),
  }
}

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of Object.entries(renderFiles(gatherCustomizations()))) writeFileSync(join(root, path), text)
}
