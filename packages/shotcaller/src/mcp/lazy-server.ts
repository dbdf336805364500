import { PassThrough, type Readable, type Writable } from 'node:stream';
import { openedAtFirstUse } from '../first-use.ts';
import { type FirstAnswers, firstAnswer, type ProtocolEra } from './first-answers.ts';

/** A server that has been opened for the first message that needs one. */
export interface OpenServer {
  /** Resolves when the client has closed its end. */
  readonly closed: Promise<void>;
  close(): Promise<void>;
}

/** What a server goes on with, as if it had been there from the beginning. */
export interface HandedOver {
  /** All that the client has said and will say. */
  readonly input: Readable;
  readonly output: Writable;
  /** Ids of requests in `input` that are answered already. */
  readonly answered: ReadonlySet<string | number>;
}

export interface LazyServerOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** What is answered without a server; `undefined`: nothing. */
  readonly answers: FirstAnswers | undefined;
  readonly openServer: (handedOver: HandedOver) => Promise<OpenServer>;
}

/** Longest beginning of a message that is kept while its end is waited for; what is longer is the server's. Bytes. */
const mostKeptBytes = 64 * 1024;

const newLine = 0x0a;

/**
 * Answers what every host asks when it starts its servers, from what the server itself has answered when this program was built. A host starts
 * them all with every session and asks most of them nothing more, so the server is loaded for the first message that needs it: it hears
 * everything from the beginning, and does not say again what has been answered.
 */
export function openLazyServer({ input, output, answers, openServer }: LazyServerOptions): OpenServer {
  const heard: Buffer[] = [];
  const answered = new Set<string | number>();
  let era: ProtocolEra = 'opening';
  let beginning: Buffer = Buffer.alloc(0);
  const all = new PassThrough();
  const server = openedAtFirstUse(() => openServer({ input: all, output, answered }));
  let close: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const closed = new Promise<void>((resolve, reject) => {
    close = resolve;
    fail = reject;
  });

  function onData(chunk: Buffer): void {
    heard.push(chunk);
    const lines = Buffer.concat([beginning, chunk]);
    let from = 0;
    for (let end = lines.indexOf(newLine); end >= 0; end = lines.indexOf(newLine, from)) {
      const answer = answers && firstAnswer(answers, era, lines.toString('utf8', from, end));
      if (!answer) {
        handOver();
        return;
      }
      from = end + 1;
      era = answer.era;
      if (answer.id === undefined) continue;
      answered.add(answer.id);
      output.write(answer.line);
    }
    beginning = lines.subarray(from);
    if (beginning.length > mostKeptBytes) handOver();
  }

  function leave(): void {
    input.off('data', onData);
    for (const event of ['end', 'close'] as const) input.off(event, onGone);
    output.off('error', onGone);
  }

  function onGone(): void {
    leave();
    close();
  }

  function handOver(): void {
    leave();
    input.pause();
    for (const chunk of heard.splice(0)) all.write(chunk);
    server.use().then((opened) => {
      input.pipe(all);
      opened.closed.then(close, fail);
    }, fail);
  }

  input.on('data', onData);
  for (const event of ['end', 'close'] as const) input.on(event, onGone);
  output.on('error', onGone);

  return {
    closed,
    async close() {
      leave();
      input.pause();
      await server.close();
    },
  };
}
