import * as React from 'react'

/** The time in milliseconds, every second while `running`: for countdowns. */
export function useNow(running: boolean): number {
  const [now, setNow] = React.useState(Date.now)
  React.useEffect(() => {
    if (!running) return undefined
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [running])
  return now
}
