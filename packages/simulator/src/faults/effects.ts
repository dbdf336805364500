import type { Refusal } from '../refusal.ts';

/** How a broken answer looks from outside. */
export type Breakage =
  | { readonly how: 'answer'; readonly refusal: Refusal }
  /** The connection is cut without an answer. */
  | { readonly how: 'reset' }
  /** The edge's own page: not JSON. */
  | { readonly how: 'html'; readonly status: number }
  /** The answer is held back for so long, then sent. */
  | { readonly how: 'slow'; readonly seconds: number };

/** How the answer of a chat is bent. */
export type ChatBend =
  | 'error-in-200'
  | 'empty'
  | 'truncated'
  | 'refusal'
  | 'fenced'
  | 'prose'
  | 'other-schema'
  | 'false-quotes'
  | 'wrong-values'
  | 'injected'
  | 'endless'
  | 'no-cost'
  | 'high-cost';

/** What a scenario does, and at which step. */
export type Effect =
  /** Instead of accepting the submit: no job exists. */
  | { readonly at: 'refuse'; readonly breakage: Breakage }
  /** After accepting the submit: a paid job exists, the answer is lost. */
  | { readonly at: 'lose'; readonly breakage: Breakage }
  /** Instead of answering a poll. */
  | { readonly at: 'poll'; readonly breakage: Breakage }
  /** The job's answer to a poll is bent. */
  | {
      readonly at: 'body';
      readonly bend:
        | 'in-progress'
        | 'unknown-status'
        | 'nulls'
        | 'progress'
        | 'error-object'
        | 'no-generation-id'
        | 'relative-urls'
        | 'foreign-unsigned-urls'
        | 'signed-urls'
        | 'relative-unsigned-urls'
        | 'empty-unsigned-urls'
        | 'no-unsigned-urls'
        | 'cost-null'
        | 'cost-missing'
        | 'cost-string'
        | 'byok'
        | 'urls-in-objects'
        | 'done-word'
        | 'failed-word';
    }
  /** How the job ends. */
  | { readonly at: 'outcome'; readonly status: 'failed' | 'expired' | 'cancelled'; readonly error: string }
  | { readonly at: 'pace'; readonly factor: number }
  /** Instead of the file. */
  | { readonly at: 'content'; readonly breakage: Breakage; readonly afterSeconds?: number }
  /** The file, bent. */
  | {
      readonly at: 'file';
      readonly bend:
        | 'truncated'
        | 'cut'
        | 'empty'
        | 'wrong-type'
        | 'html'
        | 'endless'
        | 'redirect'
        | 'unasked-audio'
        | 'base64'
        | 'gzip'
        | 'trailing';
    }
  /** Instead of generating the answer of a chat: nothing is billed. */
  | { readonly at: 'chat-refuse'; readonly breakage: Breakage }
  /** After the answer of a chat was generated and billed. */
  | { readonly at: 'chat-lose'; readonly breakage: Breakage }
  | { readonly at: 'chat-answer'; readonly bend: ChatBend }
  | { readonly at: 'bill'; readonly bend: 'promotion' | 'minimum' | 'failed-jobs' }
  | { readonly at: 'catalog'; readonly bend: 'price-change' | 'withdrawal' | 'key-required' }
  | { readonly at: 'validation'; readonly bend: 'strict' | 'envelope-only' | 'old-id' | 'missing-header-text' }
  | {
      readonly at: 'webhook';
      readonly bend:
        | 'none'
        | 'duplicate'
        | 'late'
        | 'before-answer'
        | 'out-of-order'
        | 'unsigned'
        | 'forged'
        | 'replayed'
        | 'future';
    };
