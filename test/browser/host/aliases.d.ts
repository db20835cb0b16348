/** React 16 under its alias: the same types, as far as the tests go. */
declare module 'react16' {
  import React = require('react')
  export = React
}
declare module 'react-dom16' {
  export function render(element: import('react').ReactElement, place: Element): void
  export function unmountComponentAtNode(place: Element): boolean
}
