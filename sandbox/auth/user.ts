import { failure } from '../server/errors.ts'

export interface User {
  readonly name: string
  readonly groups: readonly string[]
}

export const ADMIN: User = { name: 'admin', groups: ['system:masters', 'system:authenticated'] }

/** The token in the sandbox's kubeconfig. No secret: the server listens on loopback, and a request without credentials is the admin too. */
export const ADMIN_TOKEN = 'slipway-sandbox-admin'

/**
 * Who sends the request. kubectl drops tokens over plain http, so no credentials mean the admin; a role is tried out with `--as` (impersonation
 * headers) or with the token `serviceaccount:NAMESPACE:NAME`, which stands for that service account. Any other token is 401.
 */
export function authenticate(headers: Readonly<Record<string, string | undefined>>): User {
  const user = userOfToken(/^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1])
  const name = headers['impersonate-user']
  if (!name) return user
  const groups = (headers['impersonate-group'] ?? '')
    .split(',')
    .map(group => group.trim())
    .filter(Boolean)
  return { name, groups: [...groups, ...groupsOf(name), 'system:authenticated'] }
}

function userOfToken(token: string | undefined): User {
  if (!token || token === ADMIN_TOKEN) return ADMIN
  const [kind, namespace, name] = token.split(':')
  if (kind !== 'serviceaccount' || !namespace || !name) throw failure(401, 'Unauthorized', 'Unauthorized')
  const account = `system:serviceaccount:${namespace}:${name}`
  return { name: account, groups: [...groupsOf(account), 'system:authenticated'] }
}

/** The groups that every service account is in. */
function groupsOf(name: string): string[] {
  const namespace = /^system:serviceaccount:([^:]+):[^:]+$/.exec(name)?.[1]
  return namespace ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`] : []
}
