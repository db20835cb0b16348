/** Argo CD up to 3.4: React 16, whose `render` is a function of react-dom. */

import { render, unmountComponentAtNode } from 'react-dom16'
import * as React from 'react16'

export { React }

export function mount(element: React.ReactElement, place: HTMLElement): () => void {
  render(element, place)
  return () => unmountComponentAtNode(place)
}
