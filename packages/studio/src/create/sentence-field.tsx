import { type DurationRange, isRange, nameOf, rangeText, type SentenceReading } from '@shotcaller/core';
import type { Choice } from '../brief/choice.ts';

/** The sentence, and below it what was read from it and what was not. */
export function SentenceField({
  choice,
  reading,
  onSentence,
}: {
  readonly choice: Choice;
  readonly reading: SentenceReading;
  readonly onSentence: (sentence: string) => void;
}) {
  const isOverruled = (field: string) => {
    const [name = field] = field.split('.');
    if (field === 'profile') return choice.profile !== reading.profile;
    return name in choice.edits;
  };
  return (
    <section className="sentence" aria-label="What you need">
      <label className="sentence-label" htmlFor="sentence">
        Say what you need
      </label>
      <textarea
        id="sentence"
        rows={1}
        value={choice.sentence}
        maxLength={4000}
        spellCheck={false}
        placeholder="a 5 second vertical clip of a paper lantern on a lake, 720p, cheap, no sound"
        aria-describedby="sentence-reading"
        onChange={({ target }) => onSentence(target.value.replaceAll('\n', ' '))}
      />
      <ul id="sentence-reading" className="readings" aria-label="What was read">
        {reading.used
          .filter(({ field }) => field !== 'needed')
          .map(({ text, field, value }) => (
            <li key={`${field} ${text}`} className={isOverruled(field) ? 'reading overruled' : 'reading'}>
              <q>{text}</q> {readingText(field, value)}
              {isOverruled(field) && <em> (set otherwise below)</em>}
            </li>
          ))}
        {reading.prompt !== undefined && !('prompt' in choice.edits) && (
          <li className="reading">
            <q>{reading.prompt}</q> prompt
          </li>
        )}
        {reading.otherLanguage && (
          <li className="reading unread">
            Settings are read in English only. The sentence is the prompt; set the rest below.
          </li>
        )}
        {reading.notUnderstood.map((text) => (
          <li key={`not ${text}`} className="reading unread">
            <q>{text}</q> not understood
          </li>
        ))}
      </ul>
    </section>
  );
}

const readingNames: Readonly<Record<string, string>> = {
  durationSeconds: 'length',
  aspectRatio: 'shape',
  firstFrame: 'first frame',
  lastFrame: 'last frame',
  audio: 'sound',
  maxUsd: 'at most',
  maxSeconds: 'ready within',
  minQuality: 'rating at least',
  'providers.deny': 'not from',
  'providers.allow': 'only from',
  'models.deny': 'not',
  'models.allow': 'only',
};

const profileNames: Readonly<Record<string, string>> = {
  fastAndCheap: 'fast and cheap',
  qualityAndCost: 'quality and cost',
  balanced: 'balanced',
};

function readingText(field: string, value: unknown): string {
  const name = readingNames[field] ?? nameOf(field);
  if (field === 'profile') return profileNames[String(value)] ?? name;
  if (field === 'audio') return value === 'any' ? 'sound or not' : value ? 'with sound' : 'no sound';
  if (field === 'durationSeconds') return `${name} ${rangeOrValue(value)} s`;
  if (field === 'resolution') return `${name} ${rangeOrValue(value)}`;
  if (field === 'maxUsd') return `${name} $${value}`;
  if (field === 'maxSeconds') return `${name} ${value} s`;
  return typeof value === 'object' ? name : `${name} ${String(value)}`;
}

function rangeOrValue(value: unknown): string {
  return isRange(value as DurationRange | undefined) ? rangeText(value as DurationRange) : String(value);
}
