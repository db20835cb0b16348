import { defineConfig } from 'vitest/config'

// One project a kind of test, so that each can be run alone: npx vitest run --project unit
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{core,controller,cli,sandbox,lua,extension,scripts}/**/*.test.ts', 'test/{guards,lua}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'extension/**/*.browser.test.ts*'],
        },
      },
      {
        test: {
          name: 'cluster',
          include: ['test/{conformance,scenarios,recorded,properties,e2e}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
