import type { VideoModel } from '../catalog/model.ts';
import type { PriceCorrection } from '../evidence/observations.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { correctedPrice } from './correction.ts';
import { pricingFacts } from './facts.ts';
import { listPrice } from './list-price.ts';
import { decimal } from './money.ts';
import type { Price } from './price.ts';
import type { PriceNote } from './price-note.ts';
import { skuTable } from './sku-table.ts';

/** A price, and the sound setting that it is the price of: what the request must say. */
export interface Quote {
  readonly price: Price;
  readonly generateAudio: boolean;
}

/**
 * What one job costs on one model. The model need not be able to do the job: ask `match` for that. Never throws.
 *
 * @param requirements parsed requirements; an omitted duration, resolution or ratio makes the price a range
 * @param corrections what own bills say about list prices, by model; default none
 */
export function quote(
  model: VideoModel,
  requirements: Requirements,
  corrections: readonly PriceCorrection[] = noCorrections,
): Quote {
  const listed = quoteByList(model, requirements);
  if (corrections.length === 0) return listed;
  const correction = corrections.find((entry) => entry.model === model.id);
  return correction ? { ...listed, price: correctedPrice(listed.price, correction) } : listed;
}

const noCorrections: readonly PriceCorrection[] = [];

function quoteByList(model: VideoModel, requirements: Requirements): Quote {
  const { audio } = requirements;
  if (audio === 'any') return quoteAnySound(model, requirements);
  if (audio !== undefined) return { generateAudio: audio, price: price(model, requirements, audio, nothingAssumed) };
  const generateAudio = model.generateAudio === true;
  const isOpen = model.generateAudio === null && skuTable(model).pricesAudio;
  const assumptions = generateAudio ? onByDefault : isOpen ? offNotStated : nothingAssumed;
  return { generateAudio, price: price(model, requirements, generateAudio, assumptions) };
}

const nothingAssumed: readonly PriceNote[] = [];
const onByDefault: readonly PriceNote[] = [{ code: 'audio_on_by_default' }];
const offNotStated: readonly PriceNote[] = [{ code: 'audio_off_not_stated' }];

/** Sound or not is all the same: the cheaper one, and as the API defaults when both cost the same. */
function quoteAnySound(model: VideoModel, requirements: Requirements): Quote {
  const byDefault = model.generateAudio === true;
  const first = { generateAudio: byDefault, price: price(model, requirements, byDefault, []) };
  if (model.generateAudio === false || !skuTable(model).pricesAudio) return first;
  const other = { generateAudio: !byDefault, price: price(model, requirements, !byDefault, []) };
  if (first.price.expectedUsd === null) return other.price.expectedUsd === null ? first : other;
  if (other.price.expectedUsd === null) return first;
  if (decimal(other.price.expectedUsd).gte(first.price.expectedUsd)) return first;
  const assumption: PriceNote = { code: 'audio_chosen_by_price', audio: other.generateAudio };
  return { ...other, price: { ...other.price, assumptions: [assumption, ...other.price.assumptions] } };
}

function price(
  model: VideoModel,
  requirements: Requirements,
  audioOn: boolean,
  assumptions: readonly PriceNote[],
): Price {
  return listPrice(model, pricingFacts(model), requirements, { audioOn, assumptions });
}
