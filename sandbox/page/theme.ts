import * as React from 'react'

export type Theme = 'light' | 'dark'

/** What the person chose here, else what the system prefers. */
function initial(): Theme {
  const chosen = localStorage.getItem('theme')
  if (chosen === 'light' || chosen === 'dark') return chosen
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = React.useState(initial)
  const toggle = () => {
    const next = theme === 'light' ? 'dark' : 'light'
    localStorage.setItem('theme', next)
    setTheme(next)
  }
  return [theme, toggle]
}
