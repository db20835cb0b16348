/** `npm start`. Ctrl-C ends it cleanly; so does SIGTERM. */
import { startDemo } from './demo.ts'
import { parseFlags } from './flags.ts'
import { renderWelcome } from './welcome.ts'

const flags = parseFlags(process.argv.slice(2))
try {
  const demo = await startDemo(flags)
  console.log(renderWelcome(demo.places))
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      demo.stop().then(
        () => process.exit(0),
        error => fail(error),
      )
    })
} catch (error) {
  fail(error)
}

function fail(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException
  const text =
    code === 'EADDRINUSE' ? `port ${flags.port} or ${flags.port + 1} is taken: choose another with --port` : message
  console.error(`slipway: ${text}`)
  process.exit(1)
}
