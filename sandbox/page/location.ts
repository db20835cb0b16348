/** Which application and node the address names: `/applications/argocd/guestbook?node=argoproj.io/Rollout/default/guestbook-ui`. */
import * as React from 'react'

export interface Location {
  readonly application: string | undefined
  readonly node: string | undefined
}

function read(): Location {
  const [, application] = window.location.pathname.match(/^\/applications\/[^/]+\/([^/]+)/) ?? []
  // Argo CD ends the node with the number of a container.
  const node = new URLSearchParams(window.location.search).get('node')?.replace(/\/\d+$/, '')
  return { application, node }
}

export function navigate(application: string, node?: string): void {
  const query = node === undefined ? '' : `?node=${node}`
  window.history.pushState({}, '', `/applications/argocd/${application}${query}`)
  window.dispatchEvent(new PopStateEvent('popstate'))
}

export function useLocation(): Location {
  const [location, setLocation] = React.useState(read)
  React.useEffect(() => {
    const follow = () => setLocation(read())
    window.addEventListener('popstate', follow)
    return () => window.removeEventListener('popstate', follow)
  }, [])
  return location
}
