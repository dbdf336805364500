import { type ProfileName, profileOf, profiles, type RequirementsInput } from '@shotcaller/core';
import { type Choice, choiceForClip, type Edits, emptyChoice, type Field, type SheetTab } from './choice.ts';
import { readingOf } from './reading.ts';

/** The fields that a link may set. Any other name in a query is passed over. */
const fields: readonly Field[] = [
  'task',
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
  if (choice.ticked !== null) query.set('takes', choice.ticked.join(' '));
  if (choice.why) query.set('why', 'open');
  if (choice.project !== null) query.set('project', choice.project);
  if (choice.shot !== null) query.set('shot', choice.shot);
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
  const given = query.get('prompt');
  const sentence = query.get('s') ?? '';
  const asked = given === null ? readingOf(sentence).profile : undefined;
  const profile = query.get('profile');
  const tab = query.get('tab') as SheetTab | null;
  const ticked = query.get('takes');
  return {
    ...(given === null
      ? { ...emptyChoice, sentence, edits: edits as Edits }
      : choiceForClip({ ...withoutNull(edits), prompt: given })),
    ...(asked ? { profile: asked, weights: profiles[asked] } : {}),
    ...weightsIn(query.get('weights')),
    ...(profile !== null && Object.hasOwn(profiles, profile)
      ? { profile: profile as ProfileName, weights: profiles[profile as ProfileName] }
      : {}),
    compare: query.get('compare') === 'guide',
    includeUnknown: query.get('unknown') === 'rank',
    ticked: ticked === null ? null : ticked.split(' ').filter((model) => model !== ''),
    why: query.get('why') === 'open',
    model: query.get('model'),
    project: query.get('project'),
    shot: query.get('shot'),
    tab: tab !== null && tabs.includes(tab) ? tab : 'why',
  };
}

function withoutNull(fields: Readonly<Record<string, unknown>>): RequirementsInput {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as RequirementsInput;
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
