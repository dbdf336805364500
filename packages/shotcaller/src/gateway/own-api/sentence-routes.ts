import { droppedSettingSentence, readingFailureSentence } from '@shotcaller/core';
import { usualChatModel } from '../../sentence/question.ts';
import { type ReadSentence, readByModel, readByRules } from '../../sentence/read-sentence.ts';
import type { GatewayContext, RoutesContext } from '../routes-context.ts';
import { type ReadSentenceAnswer, sentenceAddresses } from './addresses/sentences.ts';
import type { OwnApp } from './routes.ts';
import { serve } from './serve.ts';

/** Sentences, by rules or by a chat model, at the cost of whoever asks. */
export function sentenceRoutes(app: OwnApp, context: RoutesContext): void {
  serve(app, context, sentenceAddresses, {
    async 'POST /v1/sentences'(c, { body: { sentence, llm } }) {
      if (llm === false) return answerOf(readByRules(sentence));
      const model = llm === true ? usualChatModel : llm;
      // Whoever goes away has it read all the same: it is paid for, and the answer settles what was reserved.
      return answerOf(await readByModel(sentence, await readingContext(c, context), { model }));
    },
  });
}

async function readingContext(c: GatewayContext, { options: { parts, ledger, newToken } }: RoutesContext) {
  return {
    client: parts.client,
    ledger: async () => ledger,
    now: () => parts.clock.now(),
    newToken: () => newToken(12),
    caps: await parts.caps(),
    owner: c.get('caller').owner,
  };
}

function answerOf({ reading, by, failure, dropped, doubts, cost }: ReadSentence): ReadSentenceAnswer {
  const { prompt, requirements, profile, used, notUnderstood, needed, conflicts, otherLanguage } = reading;
  return {
    by,
    prompt: prompt ?? null,
    requirements: { ...requirements },
    profile: profile ?? null,
    used: [...used],
    notUnderstood: [...notUnderstood],
    needed: [...needed],
    conflicts: [...conflicts],
    otherLanguage: otherLanguage ?? false,
    // Its arguments tell what everybody together has spent.
    failure: failure && { code: failure.code, message: readingFailureSentence(failure) },
    dropped: dropped.map((setting) => ({ ...setting, message: droppedSettingSentence(setting) })),
    doubts: [...doubts],
    cost,
  };
}
