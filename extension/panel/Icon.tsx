/** Own glyphs of 16 by 16: the host's icon font is not ours to rely on. */
import * as React from 'react'

const paths = {
  check: 'M3.5 8.5l3 3 6-7',
  pause: 'M5.5 4v8M10.5 4v8',
  play: 'M5 3.5l7 4.5-7 4.5z',
  cross: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  warning: 'M8 2.5l6 10.5H2zM8 7v2.5M8 11.3v.2',
  restart: 'M12.5 8a4.5 4.5 0 1 1-1.4-3.3M12.7 2.5v2.7H10',
  progress: 'M8 3.5a4.5 4.5 0 1 1-4.5 4.5',
  question: 'M6 6a2 2 0 1 1 2.6 1.9c-.4.2-.6.5-.6 1V9.500M8 11.500v.1',
  weight: 'M3 12.500V9.500M6.300 12.500V7M9.700 12.500V5M13 12.500V3.500',
  route: 'M3 4.500h3l4 7h3M3 11.500h3l1-1.800M9 6.300l1-1.800h3',
  timer: 'M8 5v3.300l2 1.400M8 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10z',
} as const

export type IconName = keyof typeof paths

export function Icon({ name, spin = false }: { readonly name: IconName; readonly spin?: boolean }) {
  return (
    <svg className={spin ? 'slipway-icon slipway-icon--spin' : 'slipway-icon'} viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
