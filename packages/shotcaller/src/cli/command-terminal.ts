import type { CommandTerminal, Terminal } from './context.ts';
import { clean, cleanLines } from './render/clean.ts';
import { paintedText } from './render/colour.ts';

/**
 * The terminal as commands get it, and the one place where text from outside meets it: names of models, errors of a service, prompts
 * and paths may hold characters that steer a terminal, and whatever a command prints passes here. Our own styles and the rewriting of
 * a line are added here, so nothing that comes in may bring any.
 */
export function commandTerminal(terminal: Terminal): CommandTerminal {
  const shown = (text: string) => (terminal.colour ? paintedText(text, cleanLines) : cleanLines(text));
  return {
    out: (text) => terminal.out(shown(text)),
    talk: (text) => terminal.talk(shown(text)),
    rewriteLine: (text) => terminal.talk(`\r\u001b[2K${clean(text)}`),
    ask: (question) => terminal.ask(shown(question)),
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
