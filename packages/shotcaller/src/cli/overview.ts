import { exitCodeMeanings } from './exit-codes.ts';

/** What somebody may want to do, and each command that does it in a few words. Every command that is not hidden stands in it once. */
export const overview: readonly (readonly [heading: string, commands: readonly (readonly [string, string])[]])[] = [
  [
    'Choose',
    [
      ['pick', 'the model for a clip, with price, time and reasons'],
      ['quote', 'the price on one model or on all, line by line'],
      ['preview', 'the exact request that `run` would send'],
      ['models', 'the models of the catalogue, and what changed in it'],
      ['catalog', 'saves the catalogue to a file'],
    ],
  ],
  [
    'Make',
    [
      ['run', 'one clip: confirm the price, submit once, get the file'],
      ['batch', 'all clips of a shot list within one budget'],
      ['resume', 'goes on with open jobs and buys nothing twice'],
      ['jobs', 'current and past jobs'],
      ['ledger', 'what you spent, by day and model'],
    ],
  ],
  [
    'Learn which model is better',
    [
      ['compare', 'two clips side by side for your vote'],
      ['votes', 'your votes, exported and imported'],
      ['measure', 'test clips that are worth their price'],
      ['evidence', 'the figures behind a choice, and your own'],
    ],
  ],
  [
    'Serve others',
    [
      ['serve', 'the gateway for OpenRouter clients, and the web page'],
      ['keys', 'client keys of the gateway, each with a budget'],
      ['mcp', 'the server for agents (Model Context Protocol)'],
      ['worker', 'finishes jobs of gateways that stopped'],
      ['fleet', 'the processes on one ledger, and what is late'],
      ['files', 'deletes clips that clients have downloaded'],
    ],
  ],
  [
    'Set up',
    [
      ['config', 'limits and defaults for all jobs'],
      ['doctor', 'checks key, network, ledger and disk'],
      ['simulate', "OpenRouter's video API offline, with faults; costs nothing"],
      ['completion', 'completes commands in bash, zsh and fish'],
    ],
  ],
];

/** What `shotcaller` alone and `shotcaller --help` print. */
export function overviewHelp(): string {
  const width = Math.max(...overview.flatMap(([, commands]) => commands.map(([name]) => name.length)));
  return [
    'Know which video model, what the clip will cost, and get exactly one video for one bill.',
    '',
    'Usage: shotcaller COMMAND [FLAGS]',
    ...overview.flatMap(([heading, commands]) => [
      '',
      heading,
      ...commands.map(([name, says]) => `  ${name.padEnd(width)}  ${says}`),
    ]),
    '',
    'shotcaller help COMMAND explains a command and lists its flags.',
    'Results go to standard output, everything else to standard error.',
    '',
    'Exit codes',
    ...exitCodeMeanings.map(([code, meaning]) => `  ${code}  ${meaning}`),
    '',
  ].join('\n');
}
