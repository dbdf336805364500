import type { CommandContext } from './context.ts';

/** Who says what no answer of the service proves, as the events of a job name them. */
export function saidBy({ environment }: Pick<CommandContext, 'environment'>): string {
  const user = environment.USER ?? environment.LOGNAME ?? environment.USERNAME;
  return user ? `${user} (command line)` : 'command line';
}
