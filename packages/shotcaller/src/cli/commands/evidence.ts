import type { CommandContext } from '../context.ts';
import { addEvidence } from '../evidence/add.ts';
import { exportEvidence } from '../evidence/export.ts';
import { refreshEvidenceCommand } from '../evidence/refresh.ts';
import { showEvidence } from '../evidence/show.ts';
import { UsageError } from '../usage-error.ts';

const verbs = {
  show: showEvidence,
  add: addEvidence,
  export: exportEvidence,
  refresh: refreshEvidenceCommand,
} as const;

/** `shotcaller evidence show [MODEL] | add rating|time|price | export FILE | refresh`. */
export async function run(context: CommandContext): Promise<number> {
  const [verb = 'show', ...rest] = context.positionals;
  if (!Object.hasOwn(verbs, verb)) {
    throw new UsageError(
      `evidence does not know "${verb}". Use shotcaller evidence show [MODEL], add rating|time|price, export FILE or refresh.`,
    );
  }
  return verbs[verb as keyof typeof verbs]({ ...context, positionals: rest });
}
