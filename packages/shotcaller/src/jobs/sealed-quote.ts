import { createHash } from 'node:crypto';
import { type Brief, isRefused, type Plan } from '@shotcaller/core';
import { isoOf } from '../iso-time.ts';
import type { JobOptions } from './job.ts';
import { usualWatchSeconds } from './jobs.ts';
import type { Ledger } from './ledger.ts';

/** How long a quote may be bought, in milliseconds. */
const quoteHoldsMs = 15 * 60_000;

/**
 * A quote that may be bought as it is: the exact request and its upper price. Its id holds a hash of all of it, so neither can be
 * another one later; and it is the dedupe key of its job, so however often it is bought, there is one job.
 */
export interface SealedQuote {
  readonly id: string;
  readonly service: string;
  /** The client key that it was made for; nobody else may buy it. Empty: this machine. */
  readonly owner: string;
  readonly sealedAt: string;
  readonly expiresAt: string;
  readonly brief: Brief;
  /** `confirmUsd` is the upper price. */
  readonly options: JobOptions & { readonly confirmUsd: string };
  /** Of its selection only those who were ranked. */
  readonly plan: Plan;
}

/** Why a plan cannot be sealed. */
export type NotSealed =
  /** Nobody knows what it may cost at most. */
  | 'price_unknown'
  /** The model would refuse the request; the findings of the plan say why. */
  | 'request_refused';

/** Seals what a plan would buy, and keeps it in the ledger. Buys nothing. */
export async function sealQuote(
  ledger: Pick<Ledger, 'addSealedQuote'>,
  { service, owner, brief, plan }: Pick<SealedQuote, 'service' | 'owner' | 'brief' | 'plan'>,
  {
    nowMs,
    newToken,
  }: { readonly nowMs: number /** Unguessable text of so many bytes. */; readonly newToken: (bytes: number) => string },
): Promise<SealedQuote | NotSealed> {
  const { highUsd } = plan.price;
  if (highUsd === null) return 'price_unknown';
  if (isRefused(plan.findings)) return 'request_refused';
  const { maxUsd } = brief.requirements;
  const content = {
    service,
    owner,
    sealedAt: isoOf(nowMs),
    expiresAt: isoOf(nowMs + quoteHoldsMs),
    brief,
    options: {
      fallback: 0,
      allowTwoBills: false,
      overwrite: false,
      sidecar: false,
      watchSeconds: usualWatchSeconds,
      ...(maxUsd !== undefined && { maxUsd }),
      confirmUsd: highUsd,
    },
    plan: { ...plan, selection: { ...plan.selection, rejected: [], unknown: [], sensitivity: null } },
  };
  const quote: SealedQuote = { id: `quote-${newToken(9)}-${sealOf(content)}`, ...content };
  await ledger.addSealedQuote(quote);
  return quote;
}

export type SealedQuoteAnswer =
  | { readonly kind: 'sealed'; readonly quote: SealedQuote }
  /** Never made, forgotten, or made for somebody else. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired'; readonly expiresAt: string }
  /** What is kept is not what was sealed. */
  | { readonly kind: 'altered' };

/** The quote of an id, if its owner may still buy it. */
export async function readSealedQuote(
  ledger: Pick<Ledger, 'sealedQuote'>,
  asked: Pick<SealedQuote, 'service' | 'owner' | 'id'>,
  nowMs: number,
): Promise<SealedQuoteAnswer> {
  const quote = await ledger.sealedQuote(asked);
  if (!quote) return { kind: 'unknown' };
  const { id, ...content } = quote;
  if (!id.endsWith(`-${sealOf(content)}`)) return { kind: 'altered' };
  if (Date.parse(quote.expiresAt) <= nowMs) return { kind: 'expired', expiresAt: quote.expiresAt };
  return { kind: 'sealed', quote };
}

function sealOf({ service, owner, sealedAt, expiresAt, brief, options, plan }: Omit<SealedQuote, 'id'>): string {
  const text = JSON.stringify([service, owner, sealedAt, expiresAt, brief, options, plan]);
  return createHash('sha256').update(text).digest('base64url').replaceAll(/[-_]/g, 'x').slice(0, 32);
}
