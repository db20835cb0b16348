/** One of `react16.ts` and `react19.ts`, by the project that runs. */
declare module 'host-react' {
  export * from './react19.ts'
}
