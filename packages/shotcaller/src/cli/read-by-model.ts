import { randomBytes } from 'node:crypto';
import { openedAtFirstUse } from '../first-use.ts';
import { isoOf } from '../iso-time.ts';
import { createClient } from '../openrouter/client.ts';
import { usualChatModel } from '../sentence/question.ts';
import { type ReadSentence, readByModel } from '../sentence/read-sentence.ts';
import { readConfig } from '../settings/read-config.ts';
import { readSettings } from '../settings/settings.ts';
import { capsOf } from './buying-options.ts';
import { commandClock } from './command-clock.ts';
import type { CommandContext } from './context.ts';
import { openCommandLedger } from './open-command-ledger.ts';
import { openUpstream, simulatedSpeed } from './upstream.ts';
import { UsageError } from './usage-error.ts';

/** Has a sentence read by the chat model that `--llm` names, at the service that clips are bought of, and books what that costs. */
export async function readSentenceByModel(sentence: string, context: CommandContext): Promise<ReadSentence> {
  const { flags, environment, terminal, signal } = context;
  const model = flags.text('llm') || usualChatModel;
  if (!/^[\w.~-]+\/[\w.:-]+$/.test(model)) {
    throw new UsageError(`--llm ${model} is not a chat model. Write it as author/slug, for example ${usualChatModel}.`);
  }
  const upstream = await openUpstream(context, { speed: simulatedSpeed, realTime: commandClock(context) });
  if (upstream.simulated) {
    terminal.talk(
      'No OPENROUTER_API_KEY: a stand-in of the simulator reads the sentence. It knows a few words of some languages, and nothing is spent.\n',
    );
  }
  const config = await readConfig(readSettings(environment).home);
  const ledger = openedAtFirstUse(() => openCommandLedger(context, upstream, isoOf(upstream.time.now())));
  try {
    return await readByModel(
      sentence,
      {
        client: createClient({ ...upstream.client, clock: upstream.time }),
        ledger: ledger.use,
        now: upstream.time.now,
        newToken: () => randomBytes(12).toString('hex'),
        caps: capsOf(config),
        owner: '',
      },
      { model, signal },
    );
  } finally {
    await ledger.close();
    await upstream.close();
  }
}
