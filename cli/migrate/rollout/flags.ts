/** The flags that say what the Rollout should be like. */
import { type Command, Option } from 'commander'
import type { Wish } from './wish.ts'

export interface WishFlags {
  readonly name?: string
  readonly strategy: Wish['strategy']
  readonly scaleDown: Wish['scaleDown']
  readonly activeService?: string
  readonly previewService?: string
}

export function withWishFlags(command: Command): Command {
  return command
    .option('--name <rollout>', 'name of the Rollout; absent: that of the Deployment')
    .addOption(new Option('--strategy <strategy>').choices(['canary', 'blueGreen']).default('canary'))
    .addOption(
      new Option('--scale-down <mode>', 'what becomes of the Deployment’s pods')
        .choices(['progressively', 'onsuccess', 'never'])
        .default('progressively'),
    )
    .option('--active-service <service>', 'of a blueGreen Rollout: the Service that carries the traffic')
    .option('--preview-service <service>', 'of a blueGreen Rollout: the Service that reaches the new version first')
}

/** Throws when flags do not fit together. */
export function wishOf(deployment: string, flags: WishFlags): Wish {
  const { name = deployment, strategy, scaleDown, activeService, previewService } = flags
  if (strategy === 'blueGreen' && !activeService)
    throw new Error('--strategy blueGreen needs --active-service: name the Service that carries the traffic')
  if (strategy === 'canary' && (activeService || previewService))
    throw new Error('--active-service and --preview-service belong to --strategy blueGreen; add it, or leave them out')
  return {
    name,
    strategy,
    scaleDown,
    ...(activeService && { activeService }),
    ...(previewService && { previewService }),
  }
}
