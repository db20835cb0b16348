/** What the Argo CD stand-in looks after: the guestbook from Git, and everything that a person applies by hand. */
import type { Definition } from '../sandbox/argocd/application/definition.ts'

const destination = { server: 'https://kubernetes.default.svc', namespace: 'default' }

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
  ]
}
