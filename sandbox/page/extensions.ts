/** What a real Argo CD lends to its extensions: its React, and a place to register. */
import * as React from 'react'
import * as ReactJSXRuntime from 'react/jsx-runtime'
import * as ReactDOM from 'react-dom'
import type { Application, Resource, Tree } from './api.ts'

export type TabComponent = React.ComponentType<{ application: Application; tree: Tree; resource: Resource }>

export interface ResourceTab {
  readonly component: TabComponent
  readonly group: string
  readonly kind: string
  readonly title: string
}

let tabs: readonly ResourceTab[] = []
const listeners = new Set<() => void>()

const extensionsAPI = {
  registerResourceExtension(component: TabComponent, group: string, kind: string, title: string) {
    tabs = [...tabs, { component, group, kind, title }].sort((a, b) => (a.title < b.title ? -1 : 1))
    for (const listener of listeners) listener()
  },
  // The page has no such places; an extension that registers for them goes on without.
  registerSystemLevelExtension() {},
  registerAppViewExtension() {},
  registerStatusPanelExtension() {},
  registerTopBarActionMenuExt() {},
}

/** Argo CD's page names `extensions.js` after its own script; a module runs later than such a script, so it is added here. */
export function loadExtensions(): void {
  Object.assign(window, { React, ReactDOM, ReactJSXRuntime, extensionsAPI })
  document.head.append(Object.assign(document.createElement('script'), { src: 'extensions.js' }))
}

const matches = (glob: string, text: string) => glob === '**' || (glob === '*' && text !== '') || glob === text

/** The tabs for a kind; more may come while the page is up. */
export function useTabs(group: string, kind: string): readonly ResourceTab[] {
  const all = React.useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => tabs,
  )
  return all.filter(tab => matches(tab.group, group) && matches(tab.kind, kind))
}
