import '../style/further-pages.css';
import { bundledCatalog, type Catalog, diffCatalogs, type PickChange, pickChanges } from '@shotcaller/core';
import { useMemo, useState } from 'react';
import { useGateway } from '../api/connection.tsx';
import { answerOf } from '../brief/answer.ts';
import type { Choice } from '../brief/choice.ts';
import type { PageGround } from '../brief/page-ground.ts';
import { ModelName } from '../controls/model-name.tsx';
import { OptionGroup } from '../controls/option-group.tsx';
import { NotConnected } from '../run/not-connected.tsx';
import { DiffList } from './diff-list.tsx';
import { rememberCatalogue } from './seen-catalogues.ts';

/** What changed between an earlier list and the one in use, and which picks that changes. */
export default function ModelsPage({ choice, now }: { readonly choice: Choice; readonly now: string }) {
  const { state, ground } = useGateway();
  const { catalog } = ground;
  const before = useMemo(() => (state === 'online' ? rememberCatalogue(catalog, now) : null), [state, catalog, now]);
  const [since, setSince] = useState<'bundled' | 'seen'>('bundled');
  const from = since === 'seen' && before ? before.catalog : bundledCatalog;
  const diff = useMemo(() => diffCatalogs(from, catalog), [from, catalog]);
  const picks = useMemo(
    () => [...ownChange(choice, from, ground, now), ...pickChanges(from, catalog, now).map(named)],
    [choice, from, catalog, ground, now],
  );
  /** Before that the list in use is the bundled one, and a comparison would say that nothing has changed. */
  const isRead = state === 'online' || state === 'lost';
  const nothing = diff.added.length + diff.removed.length + diff.capabilities.length + diff.prices.length === 0;
  return (
    <main className="page" id="main">
      <h1>Models</h1>
      {!isRead && <NotConnected state={state} />}
      {before && (
        <OptionGroup
          legend="Changes since"
          options={[
            { value: 'bundled', label: `the bundled list` },
            { value: 'seen', label: `the list before, first seen ${before.seenAt.slice(0, 10)}` },
          ]}
          value={since}
          onChange={setSince}
        />
      )}
      {isRead && (
        <>
          <p>
            From the {from === bundledCatalog ? 'bundled list' : 'list'} of {dateText(from)} ({from.models.length}{' '}
            models) to the one in use, of {dateText(catalog)} ({catalog.models.length} models).
          </p>
          {nothing ? (
            <p className="soft">Nothing has changed between them.</p>
          ) : (
            <>
              <section aria-labelledby="picks-title">
                <h2 id="picks-title">Picks that change</h2>
                {picks.length === 0 ? (
                  <p className="soft">None of them: your own choice and nine usual ones pick the same models.</p>
                ) : (
                  <ul className="plain-list">
                    {picks.map(({ job, from, to }) => (
                      <li key={job}>
                        {job}: {from ? <ModelName id={from} /> : 'no model'} → {to ? <ModelName id={to} /> : 'no model'}
                      </li>
                    ))}
                  </ul>
                )}
              </section>
              <DiffList diff={diff} />
            </>
          )}
        </>
      )}
      <section aria-labelledby="models-title">
        <h2 id="models-title">All models</h2>
        <ul className="model-grid">
          {catalog.models.map(({ id, resolutions, durationsSeconds }) => (
            <li key={id}>
              <ModelName id={id} />
              <span className="soft">
                {resolutions?.join(' ') ?? 'resolutions not stated'}
                {durationsSeconds && durationsSeconds.length > 0
                  ? ` · ${Math.min(...durationsSeconds)}–${Math.max(...durationsSeconds)} s`
                  : ''}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}

function dateText({ asOf }: Catalog): string {
  return asOf === null ? 'unknown date' : asOf.slice(0, 10);
}

type NamedChange = Pick<PickChange, 'job' | 'from' | 'to'>;

function named({ job, profile, from, to }: PickChange): NamedChange {
  return { job: `${job}, ${profile}`, from, to };
}

/** Whether the choice under way would have gone to somebody else. */
function ownChange(choice: Choice, before: Catalog, ground: PageGround, now: string): readonly NamedChange[] {
  const to = answerOf(ground, choice, now).selection.pick;
  const from = answerOf({ ...ground, catalog: before }, choice, now).selection.pick;
  return from === to ? [] : [{ job: 'Your choice under way', from, to }];
}
