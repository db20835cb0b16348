/** What the Argo CD stand-in looks after: the guestbook and the checkout from Git, and everything that a person applies by hand. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import type { Definition } from '../sandbox/argocd/application/definition.ts'

const destination = { server: 'https://kubernetes.default.svc', namespace: 'default' }
const migration = new URL('../manifests/examples/migration/application.yaml', import.meta.url)

export function applications(repoURL: string): readonly Definition[] {
  return [
    {
      name: 'guestbook',
      spec: {
        project: 'default',
        source: { repoURL, path: 'guestbook', targetRevision: 'HEAD' },
        destination,
        syncPolicy: { automated: { prune: true } },
      },
    },
    { name: 'by-hand', spec: { project: 'default', destination } },
    readApplication(migration, repoURL),
  ]
}

/** As a team writes it for Argo CD, but for the place of the repository. */
function readApplication(file: URL, repoURL: string): Definition {
  const { metadata, spec } = parse(readFileSync(file, 'utf8')) as { metadata: { name: string } } & Definition
  return { name: metadata.name, spec: { ...spec, source: { ...spec.source!, repoURL } } }
}
