import { type DurationRange, isRange, nameOf, rangeText, type SentenceReading } from '@shotcaller/core';
import type { ReactNode } from 'react';
import type { Choice } from '../brief/choice.ts';
import { createWords } from '../words.ts';

/** The prompt, as it is sent; below it the settings that were read from it, and what was not understood. */
export function PromptBox({
  place,
  choice,
  reading,
  problem,
  onPrompt,
  onTakeOut,
  children,
}: {
  /** Where the shot belongs. */
  readonly place?: ReactNode;
  readonly choice: Choice;
  readonly reading: SentenceReading;
  readonly problem: string | undefined;
  readonly onPrompt: (prompt: string) => void;
  readonly onTakeOut: () => void;
  /** Below what was read. */
  readonly children?: ReactNode;
}) {
  const isOverruled = (field: string) => {
    const [name = field] = field.split('.');
    if (field === 'profile') return choice.profile !== reading.profile;
    return name in choice.edits;
  };
  const settings = reading.used.filter(({ field }) => field !== 'needed');
  const canTakeOut = settings.some(({ field }) => !isOverruled(field)) && reading.prompt !== choice.sentence;
  return (
    <section className="sentence" aria-label="Prompt">
      {place}
      <label className="sentence-label" htmlFor="prompt">
        Describe the clip
      </label>
      <textarea
        id="prompt"
        rows={2}
        value={choice.sentence}
        dir="auto"
        placeholder={createWords.placeholder}
        aria-describedby="prompt-reading"
        aria-invalid={problem !== undefined}
        onChange={({ target }) => onPrompt(target.value)}
      />
      {problem !== undefined && <p className="problem">{problem}</p>}
      <div id="prompt-reading" className="readings">
        {settings.length > 0 && (
          <>
            <span>{createWords.readAs}</span>
            <ul aria-label="What was read">
              {settings.map(({ text, field, value }) => (
                <li key={`${field} ${text}`} className={isOverruled(field) ? 'reading overruled' : 'reading'}>
                  <q>{text}</q> {readingText(field, value)}
                  {isOverruled(field) && <em> (set otherwise below)</em>}
                </li>
              ))}
            </ul>
          </>
        )}
        {reading.otherLanguage && <span className="reading unread">{createWords.otherLanguage}</span>}
        {reading.notUnderstood.map((text) => (
          <span key={`not ${text}`} className="reading unread">
            <q>{text}</q> not understood as a setting
          </span>
        ))}
        {canTakeOut && (
          <span className="take-out">
            {createWords.sentWhole}{' '}
            <button type="button" className="link" onClick={onTakeOut}>
              {createWords.takeOut}
            </button>
          </span>
        )}
      </div>
      {children}
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
  minQuality: 'quality at least',
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
  if (typeof value === 'object') return name;
  if (field === 'maxSeconds') return `${name} ${value} s`;
  if (field === 'maxUsd') return `${name} $${value}`;
  return `${name} ${String(value)}`;
}

function rangeOrValue(value: unknown): string {
  return isRange(value as DurationRange | undefined) ? rangeText(value as DurationRange) : String(value);
}
