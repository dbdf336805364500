import { useEffect, useState } from 'react';
import { gateway } from '../api/gateway.ts';
import type { SpendLimitsAnswer } from '../api/wire.ts';
import { Notice } from '../controls/notice.tsx';
import { ReadFailure } from '../controls/read-failure.tsx';
import { TextField } from '../controls/text-field.tsx';
import { useSending } from '../controls/use-sending.ts';
import { visible } from '../controls/visible-text.ts';
import { spendWords } from '../page-words.ts';
import { limitNames } from '../words.ts';

const fields = [
  { name: 'perJobUsd', label: limitNames.job },
  { name: 'perDayUsd', label: limitNames.day },
  { name: 'perMonthUsd', label: limitNames.month },
] as const;

type Draft = Readonly<Record<(typeof fields)[number]['name'], string>>;

/** The limits of this server, to change for those who administer it. */
export function LimitsForm({ onChanged }: { readonly onChanged: () => void }) {
  const [limits, setLimits] = useState<SpendLimitsAnswer | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [said, setSaid] = useState('');
  const [round, setRound] = useState(0);
  const { isBusy, failure, problemOf, send } = useSending();
  const take = (answer: SpendLimitsAnswer) => {
    setLimits(answer);
    setDraft(draftOf(answer));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read when the form appears, and when somebody asks to try again
  useEffect(() => {
    const controller = new AbortController();
    send(async () => {
      const answer = await gateway.limits(controller.signal).catch((error: unknown) => {
        if (controller.signal.aborted) return null;
        throw error;
      });
      if (answer) take(answer);
    });
    return () => controller.abort();
  }, [round]);
  if (!limits || !draft) {
    const again = () => setRound((before) => before + 1);
    return failure === null ? null : <ReadFailure why={failure} isRepeated={false} onTry={again} />;
  }
  const before = draftOf(limits);
  const isChanged = fields.some(({ name }) => draft[name] !== before[name]);
  return (
    <form
      className="limits-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isChanged) return;
        setSaid('');
        send(async () => {
          const change = Object.fromEntries(fields.map(({ name }) => [name, draft[name] === '' ? null : draft[name]]));
          take(await gateway.changeLimits(change));
          setSaid(spendWords.saved);
          onChanged();
        });
      }}
    >
      {fields.map(({ name, label }) => (
        <TextField
          key={name}
          label={label}
          unit="$"
          inputMode="decimal"
          placeholder={spendWords.noLimit}
          readOnly={!limits.editable}
          value={draft[name]}
          problem={problemOf(name) === undefined ? undefined : spendWords.amountWanted}
          onChange={(value) => setDraft({ ...draft, [name]: value })}
        />
      ))}
      {failure !== null && <Notice tone="failure">{visible(failure)}</Notice>}
      <p className="soft">{limits.editable ? spendWords.limitsHint : spendWords.limitsFixed}</p>
      {limits.editable && (
        <p>
          <button type="submit" className="button" aria-disabled={isBusy || !isChanged}>
            {spendWords.save}
          </button>{' '}
          <span role="status">{said}</span>
        </p>
      )}
    </form>
  );
}

function draftOf({ perJobUsd, perDayUsd, perMonthUsd }: SpendLimitsAnswer): Draft {
  return { perJobUsd: perJobUsd ?? '', perDayUsd: perDayUsd ?? '', perMonthUsd: perMonthUsd ?? '' };
}
