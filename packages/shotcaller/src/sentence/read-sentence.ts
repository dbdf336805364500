import {
  type DroppedSetting,
  dateOf,
  mostTimesQuote,
  parseSentence,
  type ReadingFailure,
  type SentenceReading,
} from '@shotcaller/core';
import { isoOf } from '../iso-time.ts';
import type { Caps } from '../jobs/money/caps.ts';
import { picoFromUsd, usdFromPico } from '../jobs/money/pico.ts';
import type { ReadingRecords } from '../jobs/records/money-records.ts';
import type { ChatBill, WireClient } from '../openrouter/client.types.ts';
import { mergeReadings, type ReadingDoubt } from './merge-readings.ts';
import { mostCharacters, mostPicoOf, questionAbout } from './question.ts';
import { readAnswer } from './read-answer.ts';

/** A sentence as it was read. */
export interface ReadSentence {
  readonly reading: SentenceReading;
  readonly by: 'rules' | 'model';
  /** Why the rules have read it although a model was asked for. */
  readonly failure: ReadingFailure | null;
  /** What the model named and what does not count. */
  readonly dropped: readonly DroppedSetting[];
  /** What may be meant otherwise. Worth a question where it would change the pick. */
  readonly doubts: readonly ReadingDoubt[];
  /** The money of the reading, in no job's bill; `null`: no model was asked, or nothing was bought. */
  readonly cost: ReadingCost | null;
}

/** What a chat model took for reading a sentence, in exact decimal dollars. */
export interface ReadingCost {
  readonly model: string;
  /** As the service stated it; `null`: it did not, and `bookedUsd` is the most that it can be. */
  readonly billedUsd: string | null;
  readonly bookedUsd: string;
}

/** What a reading by a model works with. */
export interface ReadingContext {
  readonly client: Pick<WireClient, 'chat' | 'origin'>;
  readonly ledger: () => Promise<ReadingRecords>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newToken: () => string;
  /** Limits of the configuration. Those of a client key are held by the ledger. */
  readonly caps: Caps;
  /** The client key that asks; empty: this machine. */
  readonly owner: string;
}

/** By rules: English, offline, the same every time. */
export function readByRules(sentence: string): ReadSentence {
  return { reading: parseSentence(sentence), by: 'rules', failure: null, dropped: [], doubts: [], cost: null };
}

/**
 * By a chat model, in any language. Its cost is booked before and settled after. Whatever fails, the rules read the sentence, and
 * `failure` says why. Rejects only with the reason of `signal`, before anything was sent.
 */
export async function readByModel(
  sentence: string,
  { client, ledger, now, newToken, caps, owner }: ReadingContext,
  { model, signal }: { readonly model: string; readonly signal?: AbortSignal | undefined },
): Promise<ReadSentence> {
  const byRules = readByRules(sentence);
  const failed = (failure: ReadingFailure, cost: ReadingCost | null = null) => ({ ...byRules, failure, cost });
  if (sentence.length > mostCharacters) {
    return failed({ code: 'sentence_too_long', characters: sentence.length, most: mostCharacters });
  }
  const question = questionAbout(sentence, model);
  const mostPico = mostPicoOf(question);
  const id = `read-${newToken()}`;
  signal?.throwIfAborted();
  let records: ReadingRecords;
  try {
    records = await ledger();
    // The ledger may have set the clock.
    const at = isoOf(now());
    const account = { service: client.origin, owner, day: dateOf(at) };
    const refusal = await records.reserveReading({ id, model, mostPico, at, ...account }, caps);
    if (refusal?.code === 'key_revoked') return failed({ code: 'reading_key_revoked' });
    if (refusal) return failed({ code: 'reading_over_budget', limit: refusal });
  } catch (error) {
    return failed({ code: 'reading_not_booked', detail: (error as Error).name });
  }
  const outcome = await client.chat(question, signal ? { signal } : {}).catch(async (error: unknown) => {
    await records.settleReading(id, { state: 'not_bought' });
    throw error;
  });
  if (outcome.bill.kind === 'not_bought') {
    await settled(records.settleReading(id, { state: 'not_bought' }));
    return outcome.kind === 'failed' ? failed(outcome.failure) : byRules;
  }
  const billPico = believedPico(outcome.bill, mostPico);
  if (billPico !== null) await settled(records.settleReading(id, { state: 'billed', pico: billPico }));
  const cost: ReadingCost = {
    model,
    billedUsd: billPico === null ? null : usdFromPico(billPico),
    bookedUsd: usdFromPico(billPico ?? mostPico),
  };
  if (outcome.kind === 'failed') return failed(outcome.failure, cost);
  const answer = readAnswer(sentence, outcome.content);
  if ('code' in answer) return failed(answer, cost);
  return { ...mergeReadings(byRules.reading, answer), by: 'model', failure: null, cost };
}

/** What cannot be written leaves the reading booked at the most: never less than it cost. */
async function settled(writing: Promise<void>): Promise<void> {
  await writing.catch(() => undefined);
}

/** A stated cost far above what the request allowed is not believed: then the most stays booked. */
function believedPico(bill: ChatBill, mostPico: bigint): bigint | null {
  if (bill.kind === 'unknown') return null;
  const pico = picoFromUsd(bill.usd);
  return pico <= mostPico * BigInt(mostTimesQuote) ? pico : null;
}
