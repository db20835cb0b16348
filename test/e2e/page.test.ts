/** The page in a real browser, on the real thing: a commit, a canary, a button. */
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser } from '../browser/chromium.ts'
import { Slipway } from './slipway.ts'

let slipway: Slipway
let browser: Browser
let page: Page

beforeAll(async () => {
  ;[slipway, browser] = await Promise.all([Slipway.start(), openBrowser()])
  page = await browser.newPage()
  page.setDefaultTimeout(40_000)
})
afterAll(async () => {
  await browser?.close()
  await slipway?.stop()
})

const soon = { timeout: 40_000 }
const file = 'guestbook/rollout.yaml'
const tab = () => page.getByTestId('rollout')
const phase = (name: string) => tab().getByTestId('phase').getByText(name, { exact: true }).waitFor()
const pods = (revision: number) => tab().getByTestId(`revision-${revision}`).locator('.slipway-pods > li').count()
const press = (name: string) => tab().getByRole('button', { name, exact: true }).click()

test('the page opens on the Rollout of the guestbook', async () => {
  await page.goto(slipway.url)
  await phase('Healthy')
  await expect.poll(() => pods(1), soon).toBe(5)
})

test('a commit shows as a canary of one pod that waits, the application as Suspended', async () => {
  slipway.commit(file, 'guestbook:1', 'guestbook:2')
  await phase('Paused')
  await tab().getByText('At step 2 of 4, until resumed.').waitFor()
  await page.getByLabel('Application', { exact: true }).getByText('Suspended').waitFor()
  await expect.poll(async () => [await pods(1), await pods(2)], soon).toEqual([4, 1])
})

test('Resume carries it to Healthy', async () => {
  await press('Resume')
  await phase('Healthy')
  await page.getByLabel('Application', { exact: true }).getByText('Healthy').waitFor()
  await expect.poll(() => pods(2), soon).toBe(5)
})

test('Abort asks, then sends traffic back and says so; Retry starts again', async () => {
  slipway.commit(file, 'guestbook:2', 'guestbook:3')
  await phase('Paused')
  await press('Abort')
  await tab().getByRole('alertdialog').getByRole('button', { name: 'Abort' }).click()
  await phase('Degraded')
  await tab().getByText('The update was aborted').waitFor()
  await press('Retry')
  await phase('Paused')
})

test('Restart asks, then replaces pods one by one', async () => {
  const names = async () => (await tab().locator('.slipway-pods > li').allTextContents()).sort()
  const before = await names()
  await press('Restart')
  await tab().getByRole('alertdialog').getByRole('button', { name: 'Restart' }).click()
  await expect.poll(async () => (await names()).some(name => !before.includes(name)), soon).toBe(true)
  expect((await slipway.rollout('guestbook-ui')).spec.restartAt).toBeTruthy()
})

test('an invalid spec is named in the controller’s words, and goes when it is mended', async () => {
  slipway.commit(file, '    canary:', '    blueGreen: { activeService: guestbook-ui }\\n    canary:')
  await tab().getByText('The spec is invalid').waitFor()
  expect(await tab().getByTestId('message').first().textContent()).toContain('Multiple Strategies can not be listed')
  slipway.runGit('revert', '--no-edit', 'HEAD')
  await tab().getByText('The spec is invalid').waitFor({ state: 'detached' })
})

test('what was applied by hand has a place of its own', async () => {
  await slipway.apply('manifests/examples/bluegreen.yaml')
  await page.getByRole('navigation', { name: 'Applications' }).getByRole('button', { name: 'by-hand' }).click()
  await tab().getByRole('heading', { name: 'shop' }).waitFor()
  await tab().getByText('Blue-green').waitFor()
  await phase('Healthy')
})
