import '@fontsource/ibm-plex-mono/latin-400.css';
import {
  buildRequestBody,
  clipFor,
  priceNoteSentence,
  type RequestFormat,
  renderRequest,
  requestFindingSentence,
  requestFormats,
  validateRequest,
} from '@shotcaller/core';
import { useMemo, useState } from 'react';
import { useGateway } from '../api/connection.tsx';
import type { Answer } from '../brief/answer.ts';
import { CopyButton } from '../controls/copy-button.tsx';
import { Notice } from '../controls/notice.tsx';
import { OptionGroup } from '../controls/option-group.tsx';
import { visible } from '../controls/visible-text.ts';
import { upTo } from '../words.ts';

const formatNames: Readonly<Record<RequestFormat, string>> = {
  json: 'JSON',
  curl: 'curl',
  typescript: 'TypeScript',
  'openrouter-sdk': 'OpenRouter SDK',
  python: 'Python',
  'ai-sdk': 'AI SDK',
};

/** Pictures are long in base64: more than this of one is not shown, and is copied all the same. */
const mostShownOfText = 160;

/** The exact request for this model, as a body or a program, and what it will cost. */
export default function RequestTab({ model, answer }: { readonly model: string; readonly answer: Answer }) {
  const { ground } = useGateway();
  const { catalog, evidence } = ground;
  const [format, setFormat] = useState<RequestFormat>('json');
  const entry = catalog.models.find(({ id }) => id === model);
  const { requirements } = answer.selection;
  const request = useMemo(() => {
    if (!entry) return undefined;
    const { requirements: settled, quote } = clipFor(entry, requirements, { evidence, now: answer.now });
    const body = buildRequestBody(entry, settled, { generateAudio: quote.generateAudio });
    return { price: quote.price, body, findings: validateRequest(entry, settled, body) };
  }, [entry, requirements, evidence, answer.now]);
  if (!request) return <p className="verdict no">There is no such model in this catalogue.</p>;
  const text = renderRequest(request.body, format);
  return (
    <>
      <p className="request-price">
        It will cost <strong>{upTo(request.price)}</strong>
        {request.price.confidence === 'exact' && ', exactly'}
        {request.price.confidence === 'unknown' && '; a budget cannot cover that'}.
      </p>
      {request.price.reasons.length > 0 && (
        <ul className="notes">
          {request.price.reasons.map((note) => (
            <li key={note.code}>{priceNoteSentence(note)}</li>
          ))}
        </ul>
      )}
      {request.findings.map((finding) => (
        <Notice key={`${finding.code} ${finding.field}`} tone={finding.severity === 'refused' ? 'failure' : 'caution'}>
          {visible(requestFindingSentence(finding))}
        </Notice>
      ))}
      <div className="code-head">
        <OptionGroup
          legend="Format"
          isLegendHidden
          options={requestFormats.map((value) => ({ value, label: formatNames[value] }))}
          value={format}
          onChange={setFormat}
        />
        <CopyButton key={format} text={text} label={`Copy ${formatNames[format]}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard */}
      <pre className="code" tabIndex={0}>
        <code>{shortened(text)}</code>
      </pre>
      <p className="soft">
        {format === 'json'
          ? 'The body of POST /api/v1/videos. Sending it twice buys two clips.'
          : 'The program takes the key from OPENROUTER_API_KEY and sends the request once.'}
      </p>
    </>
  );
}

/** Long base64 runs are cut for showing only. */
function shortened(text: string): string {
  return text.replace(/(data:[a-z/+.-]+;base64,[A-Za-z0-9+/=]{64})[A-Za-z0-9+/=]{96,}/g, (run, head: string) =>
    run.length > mostShownOfText ? `${head}… (${run.length.toLocaleString('en-US')} characters)` : run,
  );
}
