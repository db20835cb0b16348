/** The built extension in a host page: once with React 16, once with React 19 (see vitest.config.ts). Only what a person can see and press counts. */
import { mount, React } from 'host-react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import bundle from '../../dist/extension/resources/extension-slipway.js/extension-slipway.js?raw'
import { FakeArgoCD } from './fake-argocd.ts'

interface Registered {
  readonly component: React.ComponentType<object>
  readonly place: readonly unknown[]
}

let argocd: FakeArgoCD
let unmount = () => {}
const registered: Registered[] = []

/** As Argo CD loads it: a classic script, after the globals. */
function loadExtension(): void {
  const extensionsAPI = {
    registerResourceExtension: (component: Registered['component'], ...place: unknown[]) =>
      registered.push({ component, place }),
  }
  Object.assign(window, { React, extensionsAPI })
  document.head.append(Object.assign(document.createElement('script'), { textContent: bundle }))
}
loadExtension()

function show(theme = 'light'): void {
  document.body.innerHTML = `<div class="theme-${theme}"><div id="panel"></div></div>`
  const element = React.createElement(registered[0]!.component, argocd.props)
  unmount = mount(element, document.getElementById('panel')!)
}

const phase = () => page.getByTestId('phase')
const button = (name: string) => page.getByRole('button', { name, exact: true })

beforeEach(() => {
  argocd = new FakeArgoCD()
  vi.stubGlobal('fetch', argocd.fetch)
})
afterEach(() => {
  unmount()
  vi.unstubAllGlobals()
})

test('one tab is registered on Rollout, however often the file is loaded', () => {
  loadExtension()
  expect(registered.map(({ place }) => place)).toEqual([
    ['argoproj.io', 'Rollout', 'Rollout', { icon: 'fa-bars-progress' }],
  ])
})

describe('a canary that is paused', () => {
  test('shows strategy, step, weights and who runs what', async () => {
    show()
    await expect.element(phase()).toHaveTextContent('Paused')
    await expect.element(page.getByText('Canary', { exact: true })).toBeVisible()
    await expect
      .element(page.getByRole('listitem').filter({ hasText: 'Pause until resumed' }).first())
      .toHaveAttribute('aria-current', 'step')
    await expect.element(page.getByRole('img', { name: 'New version: 20% of traffic, 20% wanted' })).toBeVisible()
    await expect.element(page.getByTestId('revision-8')).toMatchTextContent(/canary1 \/ 1 available/)
    await expect.element(page.getByTestId('revision-7')).toMatchTextContent(/stable4 \/ 4 available/)
  })

  test('Resume runs the action through v2, with the content type that the CSRF guard wants', async () => {
    show()
    await button('Resume').click()
    await expect.poll(() => argocd.posts).toHaveLength(1)
    expect(argocd.posts[0]).toMatchObject({
      path: '/api/v1/applications/demo/resource/actions/v2',
      contentType: 'application/json',
      body: {
        action: 'resume',
        group: 'argoproj.io',
        version: 'v1alpha1',
        kind: 'Rollout',
        resourceName: 'web',
        namespace: 'demo',
        project: 'default',
      },
    })
  })

  test('Resume falls back to the older call where there is no v2', async () => {
    argocd.hasV2 = false
    show()
    await button('Resume').click()
    await expect.poll(() => argocd.posts.map(({ body }) => body)).toEqual(['resume'])
  })

  test('Restart asks first, and Escape takes it back', async () => {
    show()
    await button('Restart').click()
    await expect.element(page.getByText('Replace all pods, a few at a time?')).toBeVisible()
    await expect.element(button('Restart')).toHaveFocus()
    document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await expect.element(button('Resume')).toBeVisible()
    expect(argocd.posts).toEqual([])
  })

  test('a refusal is shown in Argo CD’s words', async () => {
    show()
    await expect.element(button('Resume')).toBeEnabled()
    argocd.failure = { status: 403, message: 'permission denied' }
    await button('Resume').click()
    await expect.element(page.getByText('permission denied').first()).toBeVisible()
  })

  test('what the cluster changes afterwards is shown without the host’s help', async () => {
    show()
    await expect.element(phase()).toHaveTextContent('Paused')
    argocd.change({
      phase: 'Healthy',
      message: '',
      currentStepIndex: 4,
      stableRS: argocd.rollout.status.currentPodHash,
      pauseConditions: [],
      controllerPause: false,
    })
    await expect.element(phase(), { timeout: 5000 }).toHaveTextContent('Healthy')
  })
})

describe('trouble', () => {
  test('an invalid spec is named with the controller’s message', async () => {
    const message =
      'The Rollout "web" is invalid: spec.strategy.strategy: Invalid value: "": Multiple Strategies can not be listed'
    argocd.change({ phase: 'Degraded', message: `InvalidSpec: ${message}` })
    show()
    await expect.element(page.getByRole('alert')).toHaveTextContent(`The spec is invalidInvalidSpec ${message}`)
  })

  test.each([
    [403, 'permission denied', 'You may not read this Rollout.'],
    [400, 'Rollout argoproj.io web not found as part of application demo', 'This Rollout is gone.'],
    [500, 'connection refused', 'Argo CD does not answer.'],
  ])('an answer of %i (%s) says so and keeps what was known', async (status, message, text) => {
    argocd.failure = { status, message }
    show()
    await expect.element(page.getByRole('alert')).toMatchTextContent(text)
    await expect.element(phase()).toHaveTextContent('Paused')
  })

  test('a Rollout without status, strategy or tree does not break the page', async () => {
    argocd.rollout = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'new', namespace: 'demo', uid: '1' },
      spec: {},
    }
    delete argocd.tree.nodes
    show()
    await expect.element(phase()).toHaveTextContent('Progressing')
  })

  test('a pod that cannot start says why', async () => {
    const pod = argocd.tree.nodes.find(
      ({ name, kind }: { name: string; kind: string }) => kind === 'Pod' && name.startsWith('web-bb9d775b5'),
    )
    pod.info = [
      { name: 'Status Reason', value: 'ImagePullBackOff' },
      { name: 'Containers', value: '0/1' },
    ]
    show()
    await expect.element(page.getByTestId('revision-8').getByText('ImagePullBackOff', { exact: true })).toBeVisible()
  })
})

test('a template from a Deployment is named, and spec.template is not missed', async () => {
  argocd.change({}, { template: undefined, workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy' } })
  show()
  await expect.element(page.getByText('Canary of Deployment legacy')).toBeVisible()
  await expect.element(page.getByTestId('revision-8')).toMatchTextContent(/web:bb9d775b5/)
})

test.each(['light', 'dark'])('text can be read in the %s theme', async theme => {
  show(theme)
  await expect.element(phase()).toBeVisible()
  const style = getComputedStyle(document.querySelector('.slipway-card')!)
  const [text, ground] = [getComputedStyle(document.querySelector('.slipway')!).color, style.backgroundColor]
  expect(contrast(text, ground)).toBeGreaterThan(7)
})

/** WCAG's contrast of two `rgb(...)` colours. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = colour.match(/\d+/g)!.map(part => {
      const share = Number(part) / 255
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
  }
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high! + 0.05) / (low! + 0.05)
}
