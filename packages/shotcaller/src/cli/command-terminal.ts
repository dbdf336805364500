import type { CommandTerminal, Terminal } from './context.ts';
import { clean, cleanLines } from './render/clean.ts';
import { paintedText } from './render/colour.ts';
import { wrapLines } from './render/wrap.ts';

/**
 * The terminal as commands get it, and the one place where text from outside meets it: names of models, errors of a service, prompts
 * and paths may hold characters that steer a terminal, and whatever a command prints passes here. Our own styles are added here, so
 * nothing that comes in may bring any.
 */
export function commandTerminal(terminal: Terminal): CommandTerminal {
  const shown = (text: string) => (terminal.colour ? paintedText(text, cleanLines) : cleanLines(text));
  const wrapped = (text: string, columns: number | undefined) =>
    columns === undefined ? text : wrapLines(text, columns);
  const { liveLine } = terminal;
  return {
    out: (text) => terminal.out(shown(text)),
    outJson: (value) => terminal.out(shown(`${JSON.stringify(value, null, 2)}\n`)),
    show: (text) => terminal.out(shown(wrapped(text, terminal.wraps ? terminal.columns : undefined))),
    talk: (text) => terminal.talk(shown(wrapped(text, terminal.talkColumns))),
    talkWhole: (text) => terminal.talk(shown(text)),
    ask: (question) => terminal.ask(shown(wrapped(question, terminal.talkColumns))),
    liveLine:
      liveLine &&
      (async () => {
        const { show, clear } = await liveLine();
        return { show: (...lines) => show(...lines.map(clean)), clear };
      }),
    get wraps() {
      return terminal.wraps ?? false;
    },
    get talkColumns() {
      return terminal.talkColumns;
    },
    readInput: () => terminal.readInput(),
    get columns() {
      return terminal.columns;
    },
    get colour() {
      return terminal.colour;
    },
    get interactive() {
      return terminal.interactive;
    },
  };
}
