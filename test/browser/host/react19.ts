/** Argo CD from 3.5 on: React 19. */
import * as React from 'react'
import { createRoot } from 'react-dom/client'

export { React }

export function mount(element: React.ReactElement, place: HTMLElement): () => void {
  const root = createRoot(place)
  root.render(element)
  return () => root.unmount()
}
