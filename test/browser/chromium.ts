/** A browser on any machine: the one that `CHROMIUM` names, the system's, or the one that npm installed. */
import { existsSync } from 'node:fs'
import sparticuz from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright'

const system = '/usr/bin/chromium'

/** Its own default flags are for short functions in the cloud, and are not used. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Launch {
  readonly executablePath: string
  readonly args: readonly string[]
}

export async function launchOptions(): Promise<Launch> {
  const named = process.env.CHROMIUM ?? (existsSync(system) ? system : undefined)
  return { executablePath: named ?? (await sparticuz.executablePath()), args: flags }
}

export async function openBrowser(): Promise<Browser> {
  const { executablePath, args } = await launchOptions()
  return chromium.launch({ executablePath, args: [...args] })
}
