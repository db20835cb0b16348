/** `npm run bench [rows...]`: counts and measures, docs/bench.md. Ends with 1 when a count of requests has grown. */
import { Argument, Command } from 'commander'
import { requestsRow } from './requests/row.ts'

interface Flags {
  readonly accept: boolean
}

const rows: { readonly [row: string]: (flags: Flags) => Promise<boolean> } = {
  requests: requestsRow,
}

await new Command('bench')
  .description('Counts requests of the controller')
  .addArgument(new Argument('[rows...]', 'what to measure').choices(Object.keys(rows)).default(Object.keys(rows)))
  .option('--accept', 'row requests: write the measured counts to bench/expected.json', false)
  .action(async (chosen: readonly string[], flags: Flags) => {
    for (const row of chosen) if (!(await rows[row]!(flags))) process.exitCode = 1
  })
  .parseAsync()
