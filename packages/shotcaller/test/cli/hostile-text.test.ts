import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator } from 'shotcaller/simulator';
import { describe, expect, test } from 'vitest';
import { commandTerminal } from '../../src/cli/command-terminal.ts';
import { coloursFor } from '../../src/cli/render/colour.ts';
import { shotcaller } from './command-line.ts';

/** What steers a terminal, turns what is read around, breaks lines, or hides in a line. */
const steering = [
  '\u001b[31m',
  '\u001b]0;title\u0007',
  '\u009b2J',
  '\b',
  '\r',
  '\u007f',
  '\u0085',
  '\u061c',
  '\u200b',
  '\u200e',
  '\u200f',
  '\u2028',
  '\u2029',
  '\u202a',
  '\u202e',
  '\u2060',
  '\u2066',
  '\u2069',
  '\ufeff',
  '\ufdd0',
  '\uffff',
  '\ud800',
  '\u{e0001}',
  '\u{e0041}',
  '\u{e0101}',
];
const hostile = `x${steering.join('x')}x`;
const unfit = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\u{e0000}-\u{e0fff}]/u;

/** `name?`: where it stands and what it is. */
function firstUnfit(text: string): string | undefined {
  const found = unfit.exec(text);
  if (!found) return undefined;
  return `U+${found[0].codePointAt(0)?.toString(16)} in ${JSON.stringify(text.slice(Math.max(0, found.index - 40), found.index + 10))}`;
}

const home = mkdtempSync(join(tmpdir(), 'shotcaller-hostile-'));
const june = new URL('../../../core/test/fixtures/catalog-2026-06-26.json', import.meta.url).pathname;

/** A catalogue that some server sent: hostile in every text. */
function hostileCatalog(): string {
  const list = JSON.parse(readFileSync(june, 'utf8'));
  const [first] = list.data;
  const odd = {
    ...first,
    id: `odd/${hostile}`,
    canonical_slug: `odd/${hostile}`,
    name: hostile,
    description: hostile,
    supported_resolutions: ['720p', hostile],
    supported_aspect_ratios: ['16:9', hostile],
    supported_frame_images: [hostile],
    allowed_passthrough_parameters: [hostile],
    pricing_skus: { ...first.pricing_skus, [`duration_seconds_${hostile}`]: hostile },
  };
  const path = join(home, 'odd.json');
  writeFileSync(path, JSON.stringify({ ...list, data: [odd, ...list.data] }));
  return path;
}

const catalog = ['--catalog', hostileCatalog()];
const plain = ['--duration', '4', '--resolution', '720p'];
const requirements = JSON.stringify({ prompt: hostile, resolution: hostile, [hostile]: hostile, firstFrame: hostile });
const readable = JSON.stringify({ prompt: `a dog ${hostile.replace('\ud800', '')}`, durationSeconds: 4 });

describe('no command lets text from outside steer the terminal', () => {
  test.each<[string, readonly string[], string?]>([
    ['a command that there is not', [hostile]],
    ['a flag that there is not', ['pick', `--${hostile}`]],
    ['help on nothing', ['help', hostile]],
    ['one argument too many', ['pick', 'a', hostile]],
    ['a sentence', ['pick', `a dog ${hostile}, 5 s, ${hostile} fps, no ${hostile}, in ${hostile}`]],
    ['a sentence as JSON', ['pick', `a dog ${hostile}, 5 s`, '--json', ...catalog]],
    ['pick', ['pick', ...plain, ...catalog, '--include-unknown']],
    ['pick --json', ['pick', ...plain, ...catalog, '--json']],
    ['pick --why', ['pick', ...plain, ...catalog, '--why', `odd/${hostile}`]],
    ['pick --why nobody', ['pick', ...plain, ...catalog, '--why', hostile]],
    ['pick --exclude', ['pick', ...plain, ...catalog, '--exclude', 'google', '--incumbent', hostile]],
    ['pick --provider', ['pick', ...plain, '--provider', hostile]],
    ['pick --profile', ['pick', ...plain, '--profile', hostile]],
    ['pick --weights', ['pick', ...plain, '--weights', hostile]],
    ['a catalogue that there is not', ['pick', '--catalog', hostile]],
    ['a picture that there is not', ['pick', '--first-frame', hostile]],
    ['a reference of no kind', ['pick', '--reference', `${hostile}:https://a.example/x.png`]],
    ['a size', ['pick', '--source-size', hostile]],
    ['requirements that cannot be read', ['pick', '--requirements', '-'], requirements],
    ['requirements that are no JSON', ['pick', '--requirements', '-'], `{${hostile}`],
    ['requirements with a hostile prompt', ['pick', '--requirements', '-', ...catalog], readable],
    ['requirements from a file that there is not', ['pick', '--requirements', hostile]],
    ['models', ['models', ...catalog]],
    ['models --json', ['models', ...catalog, '--json']],
    ['models diff', ['models', 'diff', june, catalog[1]!]],
    ['models diff --json', ['models', 'diff', june, catalog[1]!, '--json']],
    ['models of nothing', ['models', hostile]],
    ['quote', ['quote', ...plain, ...catalog]],
    ['quote of one', ['quote', `odd/${hostile.replaceAll('\u0085', '')}`, ...catalog]],
    ['quote of nobody', ['quote', 'nobody', '--duration', hostile]],
    ['quote --json', ['quote', ...plain, ...catalog, '--json']],
    ['preview', ['preview', '--prompt', hostile.replace('\ud800', ''), ...plain, ...catalog]],
    [
      'preview as curl',
      ['preview', '--prompt', hostile.replace('\ud800', ''), ...plain, '--format', 'curl', ...catalog],
    ],
    ['preview of no format', ['preview', ...plain, '--format', hostile]],
    ['preview of the odd one', ['preview', '--prompt', 'a', ...plain, '--model', `odd/${hostile}`, ...catalog]],
    ['run with a picture that there is not', ['run', '--first-frame', hostile]],
    ['run of nobody', ['run', '--prompt', 'a', '--model', hostile]],
    ['run with --fallback', ['run', '--prompt', 'a', '--fallback', hostile]],
    ['jobs of none', ['jobs', hostile]],
    ['jobs of no status', ['jobs', '--status', hostile]],
    ['resume', ['resume', hostile]],
    ['ledger', ['ledger', '--since', hostile]],
    ['keys', ['keys', hostile]],
    ['keys add', ['keys', 'add', hostile]],
    ['keys list', ['keys', 'list']],
    ['keys revoke', ['keys', 'revoke', hostile]],
    ['serve', ['serve', '--upstream', hostile]],
    ['serve on a port', ['serve', '--port', hostile]],
    ['simulate', ['simulate', '--scenario', hostile]],
    ['simulate on a port', ['simulate', '--port', hostile]],
    ['doctor', ['doctor', '--catalog', hostile]],
  ])('%s', async (_name, words, input) => {
    const { out, talk } = await shotcaller(words, { home, workingFolder: home, ...(input !== undefined && { input }) });
    expect(out + talk).not.toBe('');
    expect(firstUnfit(out)).toBeUndefined();
    expect(firstUnfit(talk)).toBeUndefined();
  });

  test('an error of the service, its ids and its words', async () => {
    const simulator = createSimulator({ clipThread: false });
    const refusing = async (input: string | URL | Request, init?: RequestInit) => {
      if (init?.method !== 'POST') return simulator.fetch(input as string, init);
      const body = { error: { code: 403, message: `Refused ${hostile}`, metadata: { provider_name: hostile } } };
      return new Response(JSON.stringify(body), { status: 403, headers: { 'content-type': 'application/json' } });
    };
    const { out, talk, code } = await shotcaller(['run', '--prompt', `a ${hostile.replace('\ud800', '')}`, '--yes'], {
      home: mkdtempSync(join(tmpdir(), 'shotcaller-hostile-')),
      workingFolder: home,
      environment: { OPENROUTER_API_KEY: 'sk-or-v1-x', OPENROUTER_BASE_URL: 'https://service.example/api/v1' },
      fetch: refusing as typeof fetch,
    });
    await simulator.close();
    expect(code).not.toBe(0);
    expect(talk).toContain('Refused');
    expect(firstUnfit(out + talk)).toBeUndefined();
  });

  test('a home folder and a config that cannot be used', async () => {
    const odd = mkdtempSync(join(tmpdir(), 'shotcaller-\u202e\u001b[31m-'));
    writeFileSync(join(odd, 'config.json'), JSON.stringify({ [hostile]: hostile, defaultProfile: hostile }));
    for (const words of [['pick'], ['doctor'], ['ledger'], ['run', '--prompt', 'a']]) {
      const { out, talk } = await shotcaller(words, { home: odd });
      expect(firstUnfit(out + talk)).toBeUndefined();
    }
  });
});

test('JSON means the same although it is escaped', async () => {
  const prompt = `a dog ${hostile.replace('\ud800', '')} \\ \\u202e "\u202e"`;
  const { out } = await shotcaller(['preview', '--prompt', prompt, ...plain, '--catalog', 'bundled', '--json']);
  expect(firstUnfit(out)).toBeUndefined();
  expect(out).toContain('\\u202e');
  expect(JSON.parse(out).body.prompt).toBe(prompt);
});

test('what scripts and emoji need is shown as it is', async () => {
  const fit = 'na\u0301ïve 漢字 می\u200cخواهم 👩\u200d🚀 ❤\ufe0f';
  const { talk } = await shotcaller(['pick', `a dog, 5 s, ${fit} fps`, fit]);
  expect(talk).toContain(fit);
});

test('a table for other programs ends its lines as CSV does, not with an escape that they would read', async () => {
  const { out } = await shotcaller(['ledger', '--csv']);
  expect(out).toMatch(/^day,model,.*,disputedBills\r\n$/);
});

describe('the terminal of a command', () => {
  const printed: string[] = [];
  const raw = {
    out: (text: string) => printed.push(text),
    talk: (text: string) => printed.push(text),
    ask: async (question: string) => printed.push(question) > 0,
    readInput: async () => '',
    columns: 80,
    interactive: true,
  };

  test.each([true, false])('colours only what is ours (colour: %s)', async (colour) => {
    printed.length = 0;
    const line = { show: raw.talk, clear: () => {} };
    const terminal = commandTerminal({ ...raw, colour, liveLine: async () => line });
    terminal.out(`${coloursFor(colour).bold('Pick')} \u001b[31mred\u001b[0m\n`);
    terminal.talk('\r\u001b[2Kgone\n');
    await terminal.ask('\u001b[31mSpend? ');
    (await terminal.liveLine!()).show('half \u001b[2K done\n');
    expect(printed).toEqual([
      colour ? '\u001b[1mPick\u001b[22m \\u001b[31mred\\u001b[0m\n' : 'Pick \\u001b[31mred\\u001b[0m\n',
      '\\u000d\\u001b[2Kgone\n',
      '\\u001b[31mSpend? ',
      'half \\u001b[2K done\\u000a',
    ]);
  });
});
