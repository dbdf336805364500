import { dollars, type SentenceReading } from '@shotcaller/core';
import { useState } from 'react';
import { gateway } from '../api/gateway.ts';
import { GatewayError } from '../api/gateway-error.ts';
import type { ReadSentenceAnswer } from '../api/wire.ts';
import { createWords } from '../words.ts';

/** Longest sentence that a model reads. */
const mostCharacters = 8000;

/** Where the rules did not understand all of a sentence: a chat model may read it, and what it took from which words is shown. */
export default function ReadByModel({
  sentence,
  reading,
  onRead,
}: {
  readonly sentence: string;
  readonly reading: SentenceReading;
  readonly onRead: (answer: ReadSentenceAnswer) => void;
}) {
  const [asked, setAsked] = useState<Asked>();
  const current = asked?.sentence === sentence ? asked : undefined;
  const isOpen = reading.otherLanguage || reading.notUnderstood.length > 0;
  if (!current && (!isOpen || sentence.length > mostCharacters)) return null;
  const ask = async () => {
    setAsked({ sentence });
    try {
      const answer = await gateway.readSentence({ sentence, llm: true });
      setAsked({ sentence, answer });
      onRead(answer);
    } catch (error) {
      setAsked({ sentence, problem: error instanceof GatewayError ? error.message : String(error) });
    }
  };
  return (
    <div className="readings" role="status">
      {!current && (
        <button type="button" className="link" onClick={ask}>
          {createWords.readByModel}
        </button>
      )}
      {current && !current.answer && !current.problem && <span>{createWords.modelReads}</span>}
      {current?.problem !== undefined && <span className="reading unread">{current.problem}</span>}
      {current?.answer && <ModelReading answer={current.answer} />}
    </div>
  );
}

interface Asked {
  readonly sentence: string;
  readonly answer?: ReadSentenceAnswer;
  readonly problem?: string;
}

function ModelReading({ answer: { by, failure, used, dropped, cost } }: { readonly answer: ReadSentenceAnswer }) {
  return (
    <>
      {failure && <span className="reading unread">{failure.message}</span>}
      {by === 'model' && (
        <ul aria-label="What the model read">
          {used
            .filter(({ field }) => field !== 'needed')
            .map(({ text, field, value }) => (
              <li key={`${field} ${text}`} className="reading">
                <q>{text}</q> {field} {typeof value === 'string' ? value : JSON.stringify(value)}
              </li>
            ))}
        </ul>
      )}
      {dropped.map(({ field, message }) => (
        <span key={`${field} ${message}`} className="reading unread">
          {message}
        </span>
      ))}
      {cost && (
        <span>
          {cost.model}, {cost.billedUsd === null ? `up to ${dollars(cost.bookedUsd)}` : dollars(cost.billedUsd)}
        </span>
      )}
    </>
  );
}
