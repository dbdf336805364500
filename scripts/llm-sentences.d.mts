import type { Shotcaller } from '../packages/shotcaller/src/shotcaller-interface.ts';

export interface Labelled {
  readonly text: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

interface Recorded {
  readonly status: number;
  readonly body: string;
}

type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

interface Counts {
  readonly counts: Readonly<Record<string, { readonly right: number; readonly read: number; readonly said: number }>>;
  readonly sentences: number;
  readonly altered: number;
  readonly samePick: number;
  readonly failed: number;
}

export function labelledSentences(): Readonly<Record<'English' | 'other languages', readonly Labelled[]>>;
export function recordAnswers(
  sentences: readonly Labelled[],
  to: { readonly shotcaller: Shotcaller; readonly answers: Map<string, Recorded>; readonly model: string },
): Promise<void>;
export function recordingFetch(fetch: Fetch, answers: Map<string, Recorded>): Fetch;
export function replayingFetch(answers: ReadonlyMap<string, Recorded>): Fetch;
export function countsOf(
  sentences: readonly Labelled[],
  by: { readonly shotcaller: Shotcaller; readonly llm: boolean | string },
): Promise<Counts>;
export function tableOf(title: string, readers: readonly (Counts & { readonly reader: string })[]): string;
