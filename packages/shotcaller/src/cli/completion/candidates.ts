import type { Command } from '../command.ts';
import type { Flag } from '../flags.ts';

export interface Candidate {
  readonly value: string;
  readonly says: string;
}

export interface Candidates {
  readonly candidates: readonly Candidate[];
  /** The shell offers file names too. */
  readonly files: boolean;
}

/**
 * What may stand at the last of `words`, the words behind `shotcaller` on a line that is being written. The last one is empty when
 * the line ends with a space.
 */
export function candidatesFor(
  words: readonly string[],
  { commands, models }: { readonly commands: readonly Command[]; readonly models: readonly string[] },
): Candidates {
  const written = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const starting = (candidates: readonly Candidate[], files = false): Candidates => ({
    candidates: candidates.filter(({ value }) => value.startsWith(written)),
    files,
  });
  const shown = commands.filter(({ hidden }) => !hidden);
  const named = (list: readonly Command[]) => list.map(({ name, says }) => ({ value: name, says }));

  const [name, ...rest] = before;
  if (name === undefined) return starting([...named(shown), { value: 'help', says: 'what a command takes' }]);
  if (name === 'help') return starting(rest.length === 0 ? named(shown) : []);
  const command = commands.find((candidate) => candidate.name === name);
  if (!command || rest.includes('--')) return { candidates: [], files: false };

  const last = command.flags.find((flag) => rest.at(-1) === `--${flag.name}`);
  if (last?.value !== undefined) return valuesOf(last, '');
  const [, inlineName] = /^--([^=]+)=/.exec(written) ?? [];
  const inline = command.flags.find((flag) => flag.name === inlineName);
  if (inline) return valuesOf(inline, `--${inline.name}=`);
  if (written.startsWith('-')) {
    const open = command.flags.filter((flag) => flag.repeatable || !rest.includes(`--${flag.name}`));
    return starting(open.map((flag) => ({ value: `--${flag.name}`, says: flag.says })));
  }
  const verbs = (command.verbs ?? []).map((value) => ({ value, says: '' }));
  return starting(rest.length === 0 ? verbs : []);

  function valuesOf({ offers = [] }: Flag, prefix: string): Candidates {
    const values = offers === 'files' ? [] : offers === 'models' ? models : offers;
    return starting(
      values.map((value) => ({ value: `${prefix}${value}`, says: '' })),
      offers === 'files',
    );
  }
}
