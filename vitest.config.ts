import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'
import { launchOptions } from './test/browser/chromium.ts'

/** The built extension in a real browser, in a host page with this version of React. */
async function inBrowser(react: 'react16' | 'react19'): Promise<TestProjectConfiguration> {
  const { executablePath, args } = await launchOptions()
  return {
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: {
      alias: [
        { find: 'host-react', replacement: new URL(`./test/browser/host/${react}.ts`, import.meta.url).pathname },
        // react-dom 16 asks for `react`, and would be given the newer one.
        ...(react === 'react16' ? [{ find: /^react$/, replacement: 'react16' }] : []),
      ],
    },
    test: {
      name: `browser ${react}`,
      include: ['test/browser/*.test.ts'],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: { executablePath, args: [...args] } }),
        instances: [{ browser: 'chromium', name: `chromium ${react}` }],
      },
    },
  }
}

// One project a kind of test, so that each can be run alone: npx vitest run --project unit
export default defineConfig({
  test: {
    // One less by default, which is a single one on two cores.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          // A busy machine is no failure.
          testTimeout: 60_000,
          include: [
            '{bench,core,controller,cli,sandbox,lua,extension,scripts}/**/*.test.ts',
            'test/{guards,lua}/**/*.test.ts',
          ],
          exclude: ['**/node_modules/**', 'extension/**/*.browser.test.ts*'],
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['test/{conformance,scenarios,faults,recorded,properties,e2e,migrate}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      await inBrowser('react16'),
      await inBrowser('react19'),
    ],
  },
})
