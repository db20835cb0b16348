import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Whom the control plane knows. */
export const ADMIN = { token: 'admin-token', user: 'admin', groups: 'system:masters' }

/** Writes the service account keys, the static tokens and a kubeconfig into `folder`; answers the kubeconfig's path. */
export function writeCredentials(folder: string, server: string): string {
  mkdirSync(join(folder, 'pki'))
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  writeFileSync(join(folder, 'pki/sa.key'), privateKey, { mode: 0o600 })
  writeFileSync(join(folder, 'pki/sa.pub'), publicKey)
  writeFileSync(
    join(folder, 'tokens.csv'),
    `${ADMIN.token},${ADMIN.user},${ADMIN.user},"${ADMIN.groups}"
`,
  )
  const file = join(folder, 'kubeconfig')
  writeFileSync(file, JSON.stringify(renderKubeconfig(server, ADMIN.token, join(folder, 'pki/apiserver.crt')), null, 2))
  return file
}

/** A kubeconfig with one context; JSON, which is YAML too. */
export function renderKubeconfig(server: string, token: string, authority?: string) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, ...(authority && { 'certificate-authority': authority }) } }],
    users: [{ name: ADMIN.user, user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: ADMIN.user, namespace: 'default' } }],
    'current-context': 'test',
  }
}
