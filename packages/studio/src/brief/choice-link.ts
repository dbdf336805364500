import { type ProfileName, parseSentence, profileOf, profiles } from '@shotcaller/core';
import { type Choice, type Edits, emptyChoice, type Field, type SheetTab } from './choice.ts';

/** The fields that a link may set. Any other name in a query is passed over. */
const fields: readonly Field[] = [
  'task',
  'prompt',
  'durationSeconds',
  'resolution',
  'aspectRatio',
  'size',
  'firstFrame',
  'lastFrame',
  'references',
  'audio',
  'seed',
  'passthrough',
  'providers',
  'models',
  'maxUsd',
  'maxSeconds',
  'minQuality',
  'previousJobId',
  'sourceVideo',
  'upscaleFactor',
  'creativity',
];

const tabs: readonly SheetTab[] = ['why', 'request', 'run'];

/** A choice as the query of a link: readable, and only what differs from an empty page. */
export function queryOf(choice: Choice): string {
  const query = new URLSearchParams();
  if (choice.sentence !== '') query.set('s', choice.sentence);
  for (const field of fields) {
    const value = choice.edits[field];
    if (value === null) query.set(field, '');
    else if (value !== undefined) query.set(field, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  if (choice.profile === null) {
    const { speed, cost, quality } = choice.weights;
    query.set('weights', [speed, cost, quality].map((weight) => Number(weight.toFixed(4))).join(','));
  } else query.set('profile', choice.profile);
  if (choice.compare) query.set('compare', 'guide');
  if (choice.includeUnknown) query.set('unknown', 'rank');
  if (choice.model !== null) {
    query.set('model', choice.model);
    if (choice.tab !== 'why') query.set('tab', choice.tab);
  }
  return query.toString();
}

/** Reads a link. Anything unreadable in it is passed over: a link that was cut off still opens the page. */
export function choiceOf(text: string): Choice {
  const query = new URLSearchParams(text);
  const edits: Record<string, unknown> = {};
  for (const field of fields) {
    const value = query.get(field);
    if (value !== null) edits[field] = value === '' ? null : readValue(value);
  }
  const sentence = (query.get('s') ?? '').slice(0, 4000);
  const asked = parseSentence(sentence).profile;
  const profile = query.get('profile');
  const tab = query.get('tab') as SheetTab | null;
  return {
    ...emptyChoice,
    sentence,
    ...(asked ? { profile: asked, weights: profiles[asked] } : {}),
    edits: edits as Edits,
    ...weightsIn(query.get('weights')),
    ...(profile !== null && Object.hasOwn(profiles, profile)
      ? { profile: profile as ProfileName, weights: profiles[profile as ProfileName] }
      : {}),
    compare: query.get('compare') === 'guide',
    includeUnknown: query.get('unknown') === 'rank',
    model: query.get('model'),
    tab: tab !== null && tabs.includes(tab) ? tab : 'why',
  };
}

function readValue(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function weightsIn(text: string | null): Pick<Choice, 'profile' | 'weights'> | undefined {
  const [speed, cost, quality] = (text ?? '').split(',').map(Number);
  try {
    return text === null
      ? undefined
      : { profile: null, weights: profileOf({ speed: speed ?? 0, cost: cost ?? 0, quality: quality ?? 0 }).weights };
  } catch {
    return undefined;
  }
}
