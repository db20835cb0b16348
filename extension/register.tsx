/** Entry of the one file that Argo CD loads. Whoever installs it twice gets one tab. */
import { RolloutTab } from './panel/RolloutTab.tsx'
import css from './panel/style.css?inline'

interface ExtensionsApi {
  registerResourceExtension(
    component: unknown,
    group: string,
    kind: string,
    title: string,
    options?: { icon: string },
  ): void
}

declare global {
  interface Window {
    extensionsAPI?: ExtensionsApi
    slipwayRegistered?: boolean
  }
}

function register(api: ExtensionsApi): void {
  window.slipwayRegistered = true
  const style = document.createElement('style')
  style.textContent = css
  document.head.append(style)
  api.registerResourceExtension(RolloutTab, 'argoproj.io', 'Rollout', 'Rollout', { icon: 'fa-bars-progress' })
}

if (window.extensionsAPI && !window.slipwayRegistered) register(window.extensionsAPI)
