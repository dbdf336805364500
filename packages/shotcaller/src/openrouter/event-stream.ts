import { parseJson } from './untrusted-json.ts';

/** Whether an answer is labelled as a stream of events, which may stay open for ever. */
export function isEventStream(headers: Headers): boolean {
  return (headers.get('content-type') ?? '').toLowerCase().startsWith('text/event-stream');
}

/** Whether at least one event with data stands there whole. */
export function hasWholeEvent(text: string): boolean {
  return /^data:/m.test(text) && /(\r\n|\n|\r)(\r\n|\n|\r)/.test(text.slice(text.search(/^data:/m)));
}

/** The JSON of the last event that has some, for an answer that came as a stream of events; any other text as it is. */
export function jsonTextOf(text: string): string {
  if (!/^(data|event|id|retry)?:/m.test(text.slice(0, 1000)) || parseJson(text) !== undefined) return text;
  const events = text.split(/(?:\r\n|\n|\r){2,}/).map((event) =>
    event
      .split(/\r\n|\n|\r/)
      .flatMap((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? [])
      .join('\n'),
  );
  return events.findLast((data) => data !== '' && parseJson(data) !== undefined) ?? text;
}
