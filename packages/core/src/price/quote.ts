import type { VideoModel } from '../catalog/model.ts';
import { longestFloorSeconds } from '../data/billing.ts';
import { hasSoundAlways } from '../data/roles.ts';
import type { PriceCorrection } from '../evidence/observations.ts';
import { oneValue } from '../requirements/range.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { correctedPrice, flooredPrice, ownBillsFor } from './correction.ts';
import { type PricingFacts, pricingFacts, without } from './facts.ts';
import { listPrice } from './list-price.ts';
import { decimal } from './money.ts';
import type { Price } from './price.ts';
import type { PriceNote } from './price-note.ts';
import { skuTable } from './sku-table.ts';

/** A price, and what the request must say of sound for it. */
export interface Quote {
  readonly price: Price;
  /** `undefined`: the request says nothing of sound. */
  readonly generateAudio: boolean | undefined;
}

/**
 * What one job costs on one model. The model need not be able to do the job: ask `match` for that. Never throws.
 *
 * @param requirements parsed requirements; an omitted duration, resolution or ratio makes the price a range, and so does a range of them
 * @param corrections what own bills say about list prices; default none
 * @param now ISO 8601: a discount that had ended by then is left out; default: every end that is known has come
 */
export function quote(
  model: VideoModel,
  requirements: Requirements,
  corrections: readonly PriceCorrection[] = noCorrections,
  now?: string,
): Quote {
  const facts = pricingFacts(model, now);
  const known = quoteByList(model, facts, requirements);
  if (corrections.length === 0) return known;
  const { ratio, floor } = ownBillsFor(corrections, model.id, known.price, requirements);
  if (!ratio && !floor) return known;
  // Own bills tell what this account pays: they take the place of what others' bills showed.
  const asBilled = ratio !== undefined && isShortBilledOver(ratio, requirements);
  const listed = without(facts, { discount: ratio !== undefined, floor: floor !== undefined || asBilled });
  const plain = quoteByList(model, listed, requirements);
  const corrected = ratio ? correctedPrice(plain.price, ratio) : plain.price;
  return { ...plain, price: floor ? flooredPrice(corrected, floor, known.price.lowUsd ?? '0') : corrected };
}

const noCorrections: readonly PriceCorrection[] = [];

/** A ratio over list of a short clip holds the floor already. */
function isShortBilledOver({ factor }: PriceCorrection, { durationSeconds }: Requirements): boolean {
  return factor > 1 && (oneValue(durationSeconds) ?? Number.MAX_VALUE) < longestFloorSeconds;
}

function quoteByList(model: VideoModel, facts: PricingFacts, requirements: Requirements): Quote {
  const { audio } = requirements;
  if (audio === 'any') return quoteAnySound(model, facts, requirements);
  if (audio !== undefined) return quoteOf(model, facts, requirements, audio, nothingAssumed);
  const audioOn = model.generateAudio === true;
  const isOpen = model.generateAudio === null && skuTable(model).pricesAudio;
  return quoteOf(model, facts, requirements, audioOn, audioOn ? onByDefault : isOpen ? offNotStated : nothingAssumed);
}

const nothingAssumed: readonly PriceNote[] = [];
const onByDefault: readonly PriceNote[] = [{ code: 'audio_on_by_default' }];
const offNotStated: readonly PriceNote[] = [{ code: 'audio_off_not_stated' }];

/** Sound or not is all the same: the cheaper one, and as the API defaults when both cost the same. */
function quoteAnySound(model: VideoModel, facts: PricingFacts, requirements: Requirements): Quote {
  const byDefault = model.generateAudio === true;
  const first = quoteOf(model, facts, requirements, byDefault, nothingAssumed);
  if (model.generateAudio === false || !skuTable(model).pricesAudio) return first;
  const other = quoteOf(model, facts, requirements, !byDefault, nothingAssumed);
  if (first.price.expectedUsd === null) return other.price.expectedUsd === null ? first : other;
  if (other.price.expectedUsd === null) return first;
  if (decimal(other.price.expectedUsd).gte(first.price.expectedUsd)) return first;
  const assumption: PriceNote = { code: 'audio_chosen_by_price', audio: !byDefault };
  return { ...other, price: { ...other.price, assumptions: [assumption, ...other.price.assumptions] } };
}

function quoteOf(
  model: VideoModel,
  facts: PricingFacts,
  requirements: Requirements,
  audioOn: boolean,
  assumptions: readonly PriceNote[],
): Quote {
  const price = listPrice(model, facts, requirements, { audioOn, assumptions });
  return { generateAudio: isSaid(model, requirements, audioOn) ? audioOn : undefined, price };
}

/**
 * Whether the request speaks of sound. Where the model has the switch it always does: left out, the API turns sound on. Where the
 * catalogue says that there is none, `false` goes without saying, and models have refused a request that said it. Where the catalogue
 * does not say, sound is spoken of when somebody asked, or when it has its own price.
 */
function isSaid(model: VideoModel, { audio }: Requirements, audioOn: boolean): boolean {
  if (hasSoundAlways(model.id) && model.generateAudio === false) return false;
  if (model.generateAudio !== null) return model.generateAudio || audioOn;
  return typeof audio === 'boolean' || skuTable(model).pricesAudio;
}
