import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listProblemText, ShotListError } from '../../src/batch/list/list-problem.ts';
import { readShotListFile, readShotListText } from '../../src/batch/list/read-shot-list.ts';
import { shotKey } from '../../src/batch/list/shot-hash.ts';
import { shotListJsonSchema } from '../../src/batch/list/shot-list-schema.ts';
import { png } from '../inputs/images.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shotcaller-lists-'));
  await writeFile(join(folder, 'mug.png'), png({ width: 300, height: 300 }));
  await writeFile(join(folder, 'broken.png'), 'no picture');
  await mkdir(join(folder, 'folder.png'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let written = 0;
async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  written += 1;
  const path = join(folder, `${written}-${name}`);
  await writeFile(path, content);
  return path;
}

async function problemsOf(name: string, content: string | Uint8Array): Promise<readonly string[]> {
  const error = await readShotListFile(await fileOf(name, content)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error === undefined) return [];
  expect(error).toBeInstanceOf(ShotListError);
  return (error as ShotListError).problems.map(listProblemText);
}

const header = 'id,prompt,duration,resolution,aspect,audio,first_frame,model,seed';

describe('a list of shots', () => {
  test('is the same as CSV, JSON Lines and YAML, whatever the spelling of its names', async () => {
    const csv = await readShotListText(
      'id,prompt,duration,first-frame,audio\ndefaults,,5,,no\na,"a mug, steaming",,https://x.test/a.png,\nb,"say ""cheese""",8,,yes\n',
      'csv',
      { name: 'film' },
    );
    const jsonLines = await readShotListText(
      [
        { name: 'film', defaults: { duration: 5, audio: false } },
        { id: 'a', prompt: 'a mug, steaming', firstFrame: 'https://x.test/a.png' },
        { id: 'b', prompt: 'say "cheese"', durationSeconds: 8, audio: true },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
      'jsonl',
    );
    const yaml = await readShotListText(
      'name: film\ndefaults: {duration: 5, audio: no}\nshots:\n  - {id: a, prompt: "a mug, steaming", first_frame: "https://x.test/a.png"}\n  - id: b\n    prompt: say "cheese"\n    Duration: 8\n    audio: yes\n',
      'yaml',
    );
    const known = (list: typeof csv) => ({ ...list, shots: list.shots.map(({ line: _, ...shot }) => shot) });
    expect(known(jsonLines)).toEqual(known(csv));
    expect(known(yaml)).toEqual(known(csv));
    expect(csv.shots[1]?.brief.requirements).toMatchObject({ prompt: 'say "cheese"', durationSeconds: 8, audio: true });
  });

  test('takes what the shot says before a flag, and a flag before the defaults of the list', async () => {
    const { shots } = await readShotListText(
      'defaults: {duration: 5, resolution: 480p, aspect: "1:1"}\nshots:\n  - {id: a, prompt: x, duration: 8}\n  - {id: b, prompt: x}\n  - {id: c, prompt: x, aspect: null}\n',
      'yaml',
      { defaults: { fields: { durationSeconds: 6, resolution: '720p' } } },
    );
    expect(shots.map(({ brief: { requirements: r } }) => [r.durationSeconds, r.resolution, r.aspectRatio])).toEqual([
      [8, '720p', '1:1'],
      [6, '720p', '1:1'],
      [6, '720p', undefined],
    ]);
  });

  test('finds pictures beside it, reads each once, and a changed picture is another shot', async () => {
    const path = await fileOf(
      'pictures.csv',
      'id,prompt,first_frame,reference\na,x,mug.png,\nb,x,,mug.png;https://x.test/a.mp3\n',
    );
    const { shots } = await readShotListFile(path);
    expect(shots[0]?.brief.requirements.firstFrame?.url).toMatch(/^data:image\/png/);
    expect(shots[1]?.brief.requirements.references.map(({ kind }) => kind)).toEqual(['image', 'audio']);
    await writeFile(join(folder, 'mug.png'), png({ width: 400, height: 300 }));
    expect((await readShotListFile(path)).shots[0]?.hash).not.toBe(shots[0]?.hash);
  });

  test('keeps an id that looks like a number as it is written, and a prompt that is one', async () => {
    const { shots } = await readShotListText('- {id: 007, prompt: 1984}\n- {id: 1.50, prompt: 2e3}\n', 'yaml');
    expect(shots.map(({ id, brief }) => [id, brief.requirements.prompt])).toEqual([
      ['007', '1984'],
      ['1.50', '2e3'],
    ]);
  });

  test('reads text that goes over lines, cells parted by semicolons and tabs, and UTF-16', async () => {
    const lines = await readShotListText('id;prompt;duration\r\na;"first\r\nsecond, third";5\r\nb;x;6\r\n', 'csv');
    expect(lines.shots.map(({ line, brief }) => [line, brief.requirements.prompt])).toEqual([
      [2, 'first\r\nsecond, third'],
      [4, 'x'],
    ]);
    const converted = await readShotListText('id;prompt;duration\na;"first\nsecond, third";5\nb;x;6\n', 'csv');
    expect(converted.shots.map(({ hash, otherHashes }) => [otherHashes, hash])).toEqual([
      [[lines.shots[0]?.hash], lines.shots[0]?.otherHashes[0]],
      [[], lines.shots[1]?.hash],
    ]);
    const tabs = `\uFEFFid\tprompt\tduration\na\tein Becher, dampfend\t5\n`;
    const path = await fileOf('utf16.csv', Buffer.from(tabs, 'utf16le'));
    expect((await readShotListFile(path)).shots[0]?.brief.requirements.prompt).toBe('ein Becher, dampfend');
    expect((await readShotListText('sep=|\nid|prompt\na|x, y\n', 'csv')).shots[0]?.line).toBe(3);
  });

  test('takes a prompt as it is written, in every format: with the blanks and line breaks around it', async () => {
    const prompt = '  a lake \n\tat dusk  \n';
    const promptOf = async (text: string, format: 'csv' | 'jsonl' | 'yaml') =>
      (await readShotListText(text, format)).shots[0]?.brief.requirements.prompt;
    const quoted = JSON.stringify(prompt);
    expect(await promptOf(`id , prompt, duration \na,"${prompt}", 5 \n`, 'csv')).toBe(prompt);
    expect(await promptOf(`id;duration;prompt\r\ndefaults;5;"${prompt}"\r\na;;\r\n`, 'csv')).toBe(prompt);
    expect(await promptOf(`{"id":"a","prompt":${quoted}}\n`, 'jsonl')).toBe(prompt);
    expect(await promptOf(`- id: a\n  prompt: ${quoted}\n`, 'yaml')).toBe(prompt);
    // Blanks around a cell without quotation marks part it from the next one.
    expect(await promptOf('id, prompt, duration\na, a lake , 5\n', 'csv')).toBe('a lake');
    await expect(promptOf('id,prompt\na,"  =SUM(A1)"\n', 'csv')).rejects.toThrow(/formula|=SUM/);
  });

  test('knows an edited shot from an unchanged one, and two of the same text from one', async () => {
    const keysOf = async (text: string) => {
      const { name, shots } = await readShotListText(text, 'csv', { name: 'film' });
      return shots.map((shot) => shotKey(name, shot));
    };
    const [a, b] = await keysOf('id,prompt,duration\na,x,5\nb,x,5\n');
    expect(a).not.toBe(b);
    // Order, notes, limits and spelling change nothing.
    expect(await keysOf('duration,id,note,prompt,max_usd\n5 s,b,again,x,0.5\n5,a,,x,1\n')).toEqual([b, a]);
    for (const edited of ['a,y,5,', 'a,x,6,', 'a,x,5,google/veo-3.1']) {
      expect(await keysOf(`id,prompt,duration,model\n${edited}\nb,x,5,\n`)).toEqual([expect.not.stringMatching(a!), b]);
    }
  });

  test('makes a shot another one when the shot that it continues is edited', async () => {
    const hashesOf = async (prompt: string) =>
      (
        await readShotListText(
          `- {id: c, prompt: z, continues: b}\n- {id: b, prompt: y, continues: a}\n- {id: a, prompt: ${prompt}}`,
          'yaml',
        )
      ).shots.map(({ hash }) => hash);
    const [before, after] = [await hashesOf('x'), await hashesOf('w')];
    expect(before.filter((hash) => after.includes(hash))).toEqual([]);
    expect(await hashesOf('x')).toEqual(before);
  });

  test('takes what YAML merges in, a shot’s own value first', async () => {
    const path = await fileOf(
      'merged.yaml',
      'x-wide: &wide {duration: 4, resolution: 720p}\nshots:\n  - {<<: *wide, id: a, prompt: x}\n  - {<<: *wide, id: b, prompt: y, duration: 8}\n',
    );
    const { shots } = await readShotListFile(path);
    expect(shots.map(({ brief: { requirements } }) => [requirements.durationSeconds, requirements.resolution])).toEqual(
      [
        [4, '720p'],
        [8, '720p'],
      ],
    );
  });

  test('reads 10,000 rows', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => `shot-${index},a mug number ${index},5,720p`);
    const { shots } = await readShotListText(`id,prompt,duration,resolution\n${rows.join('\n')}`, 'csv');
    expect(new Set(shots.map((shot) => shotKey('film', shot))).size).toBe(10_000);
  });

  test('fits its published schema when it is written in its strict form', () => {
    const validate = new Ajv2020({ strict: false }).compile(shotListJsonSchema());
    expect(validate({ defaults: { duration: 5 }, shots: [{ id: 'a', prompt: 'x', takes: 3, continues: 'b' }] })).toBe(
      true,
    );
    expect(validate({ shots: [{ prompt: 'x' }] })).toBe(false);
    expect(validate({ shots: [{ id: 'a', durations: 5 }] })).toBe(false);
  });
});

/** Lists with something wrong, and all that is said of them. */
const badLists: readonly (readonly [
  kind: string,
  name: string,
  content: string | Uint8Array,
  said: readonly RegExp[],
])[] = [
  ['an empty file', 'a.csv', '', [/^line 1: The list has no shots/]],
  ['a header alone', 'a.csv', `${header}\n`, [/^line 1: The list has no shots/]],
  ['blank lines alone', 'a.jsonl', '\n\n \n', [/^line 1: The list has no shots/]],
  ['a workbook', 'a.csv', Buffer.from('PK\u0003\u0004rest of a zip'), [/^line 1: This is not text/]],
  [
    'another encoding',
    'a.csv',
    Buffer.concat([Buffer.from('id,prompt\na,x\nb,K'), Buffer.from([0xfc]), Buffer.from('che\n')]),
    [/^line 3: This is not UTF-8/],
  ],
  ['a zero byte', 'a.csv', 'id,prompt\na,x\nb,y\0z\n', [/^line 3: This is not text: it holds a zero byte/]],
  ['a workbook of old', 'a.csv', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0]), [/^line 1: .*not as a workbook/]],
  [
    'UTF-16 without its mark',
    'a.csv',
    Buffer.from('id,prompt\na,x\n', 'utf16le'),
    [/^line 1: This is not text: it holds a zero byte/],
  ],
  [
    'the lines of a JSON array',
    'a.jsonl',
    '{"id":"a","prompt":"x"},\n{"id":"b","prompt":"y"},  \n',
    [/^line 1, column 24: A comma stands after the object/, /^line 2, column 24: A comma/],
  ],
  ['JSON Lines of which none can be read', 'a.jsonl', '{"id":\n', [/^line 1.*This is not JSON/]],
  [
    'a shot that has the name of another one’s take',
    'a.csv',
    'id,prompt,takes\ns,x,3\nS.take-3,y,1\ns.take-4,z,\ns.take-1,z,\n',
    [/^line 3 \(id\), S\.take-3: This shot and take 3 of shot s would both be saved as S\.take-3\.mp4/],
  ],
  [
    'a wrong value that is merged in',
    'a.yaml',
    'x-b: &b {duration: 0}\nshots:\n  - {<<: *b, id: a, prompt: x, bogus: 1}\n',
    [/^line 3, column \d+ \(bogus\)/, /\(duration\), a: duration: 0 is out of range/],
  ],
  ['another kind of file', 'a.docx', 'x', [/ends with \.csv, \.jsonl, \.yaml or \.json/]],
  [
    'no header',
    'a.csv',
    'a,a mug,5\nb,a cup,5\n',
    [/^line 1: The first line has no known column name\. It must name the columns, for example: id,prompt,duration\.$/],
  ],
  [
    'a column that nobody knows',
    'a.csv',
    'id,prompt,durration\na,x,5\n',
    [/^line 1, column 3 \(durration\): .*Did you mean duration/],
  ],
  [
    'a column twice',
    'a.csv',
    'id,prompt,duration,durationSeconds\na,x,5,6\n',
    [/^line 1, column 4 .*"durationSeconds" and "duration" mean the same/, /^line 2, column 4/],
  ],
  [
    'a text with a comma and no quotes',
    'a.csv',
    'id,prompt,duration\na,a mug, steaming,5\n',
    [
      /^line 2, a: |^line 2: This row has 4 cells, but the header has 3/,
      /^line 2, column 3 \(duration\), a: duration: "steaming"/,
    ],
  ],
  [
    'a quote that is never closed',
    'a.csv',
    'id,prompt\na,"a mug\nb,x\n',
    [/A quotation mark is opened and never closed/],
  ],
  ['a quote inside a text', 'a.csv', 'id,prompt\na,a "mug"\n', [/^line 2, column \d+: A quotation mark stands inside/]],
  [
    'a formula',
    'a.csv',
    'id,prompt,duration\na,"=CONCAT(B1,"" mug"")",5\nb,x,=2+3\n',
    [/^line 2, column 2 \(prompt\), a: .*is a formula/, /^line 3, column 3 \(duration\), b: .*is a formula/],
  ],
  ['the error of a formula', 'a.csv', 'id,prompt\na,#REF!\nb,#N/A\n', [/^line 2.*#REF!/, /^line 3.*#N\/A/]],
  [
    'ids that are the same',
    'a.csv',
    'id,prompt\na,x\nb,x\nA,y\n',
    [/^line 4, column 1 \(id\), A: The id A is used in line 2 already/],
  ],
  [
    'ids that are the same in another form of Unicode',
    'a.csv',
    'id,prompt\nk\u00fcche,x\nku\u0308che,y\n',
    [/^line 3/],
  ],
  [
    'ids that name no file',
    'a.csv',
    'id,prompt\n../../etc/passwd,x\n.hidden,x\nnul,x\nScene 1/2,x\na:b,x\n..,x\nManifest,x\n',
    [
      /^line 2.*cannot be an id.* For example: etc-passwd\./,
      /^line 3.* For example: hidden\./,
      /^line 4.* For example: shot-nul\./,
      /^line 5.* For example: Scene 1-2\./,
      /^line 6.* For example: a-b\./,
      /^line 7.*a letter or digit first\.$/,
      /^line 8.* For example: shot-Manifest\./,
    ],
  ],
  [
    'an id beyond any name of a file',
    'a.csv',
    `id,prompt\n${'x'.repeat(300)},x\n`,
    [/^line 2, column 1 \(id\), x{39}…: "x{39}…" cannot be an id: .* For example: x{70}\.$/],
  ],
  [
    'columns as people call them, and none for ids',
    'a.csv',
    'Shot,Prompt,Length,Format,Sound,Reference images,Budget,Comments\nA,x,5,9:16,no,,,\nB,y,5,9:16,no,,,\n',
    [
      /"Shot"\. Did you mean id\?/,
      /Did you mean duration\?/,
      /Did you mean aspect\?/,
      /Did you mean audio\?/,
      /Did you mean reference\?/,
      /Did you mean max_usd\?/,
      /Did you mean note\?/,
      /^line 1 \(id\): Every shot needs an id\.$/,
    ],
  ],
  [
    'money with a thousand in doubt',
    'a.csv',
    'id;prompt;max_usd\na;x;1,000\nb;x;a dollar\n',
    [/^line 2, column 3 \(max_usd\), a: max_usd: "1,000"/, /^line 3, column 3/],
  ],
  ['a missing id', 'a.csv', 'id,prompt\n,x\nb,y\n', [/^line 2.*Every shot needs an id/]],
  ['a missing prompt', 'a.csv', 'id,prompt,duration\na,,5\nb,  ,5\n', [/^line 2.*The prompt is missing/, /^line 3/]],
  [
    'words for numbers',
    'a.csv',
    'id,prompt,duration,seed\na,x,five,-\nb,x,5.5,1\n',
    [
      /^line 2, column 3 \(duration\), a: duration: "five"/,
      /^line 2, column 4 \(seed\), a/,
      /^line 3, column 3 \(duration\), b/,
    ],
  ],
  [
    'a resolution and a shape that nothing has',
    'a.csv',
    'id,prompt,resolution,aspect\na,x,721p,16:9:00\n',
    [/^line 2, column 3 .*Nearest: 720p/, /^line 2, column 4/],
  ],
  [
    'sound that is neither yes nor no',
    'a.csv',
    'id,prompt,audio\na,x,maybe\n',
    [/^line 2, column 3 \(audio\), a: audio: "maybe" is not allowed. Allowed: yes, no, any\.$/],
  ],
  [
    'a picture that is not there',
    'a.csv',
    'id,prompt,first_frame,last_frame\na,x,gone.png,folder.png\nb,x,broken.png,\n',
    [/^line 2, column 3 .*no such file/, /^line 2, column 4 .*is a folder/, /^line 3, column 3/],
  ],
  [
    'takes beyond reason',
    'a.csv',
    'id,prompt,takes,fallback\na,x,11,-1\nb,x,1.5,\n',
    [/^line 2, column 3 \(takes\), a: "11" is not allowed/, /^line 2, column 4/, /^line 3, column 3/],
  ],
  [
    'a shot that continues none',
    'a.csv',
    'id,prompt,continues\nshot-1,x,\nshot-2,x,shot1\n',
    [/^line 3, column 3 \(continues\), shot-2: There is no shot shot1.*Did you mean shot-1/],
  ],
  [
    'shots that continue each other',
    'a.yaml',
    '- {id: a, prompt: x, continues: b}\n- {id: b, prompt: x, continues: a}\n- {id: c, prompt: x, continues: c}\n',
    [/^line 1, column 22 \(continues\), a: .*in a circle: a, b/, /^line 3, .* c: .*in a circle: c/],
  ],
  [
    'more than 10,000 rows',
    'a.csv',
    `id,prompt\n${Array.from({ length: 10_001 }, (_, index) => `s${index},x`).join('\n')}`,
    [/more than 10000 shots/],
  ],
  [
    'a line that is no JSON',
    'a.jsonl',
    '{"id": "a", "prompt": "x"}\n{"id": "b", prompt: "x"}\n{"id": "c"\n',
    [/^line 2.*This is not JSON/, /^line 3.*This is not JSON/],
  ],
  [
    'a line that is no object',
    'a.jsonl',
    '["a", "x"]\n"b"\n{"id": "c", "prompt": "x"}',
    [/^line 1.*a JSON object/, /^line 2/],
  ],
  [
    'a name twice in a line',
    'a.jsonl',
    '{"id": "a", "prompt": "x", "duration": 5, "duration": 50}\n',
    [/^line 1, column 43: .*unique/],
  ],
  [
    'values of the wrong type',
    'a.jsonl',
    '{"id": ["a"], "prompt": {"text": "x"}, "duration": true, "model": ["google/veo-3.1"]}\n',
    [/^line 1, column 2 .*A list is not allowed/, /prompt: an object/, /duration: true/, /column \d+ \(model\)/],
  ],
  ['indentation that is wrong', 'a.yaml', 'shots:\n  - id: a\n    prompt: x\n   duration: 5\n', [/^line 4/]],
  ['a tab in the indentation', 'a.yaml', 'shots:\n\t- id: a\n', [/^line 2/]],
  ['two documents', 'a.yaml', '- {id: a, prompt: x}\n---\n- {id: b, prompt: x}\n', [/^line 2.*second document/]],
  [
    'names that grow without end',
    'a.yaml',
    `x-a: &a [x,x,x,x,x,x,x,x,x]\nx-b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nx-c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nx-d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\nshots:\n  - {id: a, prompt: x, reference: *d}\n`,
    [/./],
  ],
  [
    'something else than shots',
    'a.yaml',
    'scenes:\n  - {id: a, prompt: x}\n',
    [/^line 1, column 1 \(scenes\): .*"scenes"/, /no shot/],
  ],
  [
    'a scalar for the shots',
    'a.yaml',
    'shots: all of them\ndefaults: 5\n',
    [/^line 1.*Expected a list of shots/, /no shots/, /^line 2/],
  ],
  [
    'defaults that are wrong, once',
    'a.yaml',
    'defaults: {duration: 0, id: x}\nshots:\n  - {id: a, prompt: x}\n  - {id: b, prompt: y}\n',
    [/^line 1, column 12 \(duration\)/, /^line 1, column 25 \(id\)/],
  ],
  [
    'a name that no key can hold',
    'a.yaml',
    'name: "a/b"\nshots: [{id: a, prompt: x}]\n',
    [/^line 1, column 1 \(name\)/],
  ],
  [
    'a profile that is none',
    'a.csv',
    'id,prompt,profile\na,x,cheap\n',
    [/^line 2, column 3 \(profile\), a: "cheap" is not allowed/],
  ],
];

describe('a list as a spreadsheet writes it', () => {
  test('of a country with commas in its numbers and its own words for truth', async () => {
    const path = await fileOf(
      'excel.csv',
      '\uFEFFid;prompt;duration;audio;max_usd\r\nSzene 1;"Ein See; ""still""\r\nund dunkel";4;FALSCH;0,50\r\nHände_2;Hände;4;WAHR;$1.20\r\n夜の湖;Nacht;4;FAUX;2 USD\r\n;;;;\r\n',
    );
    const { shots } = await readShotListFile(path);
    expect(shots.map(({ id, brief: { requirements } }) => [id, requirements.audio, requirements.maxUsd])).toEqual([
      ['Szene 1', false, '0.5'],
      ['Hände_2', true, '1.2'],
      ['夜の湖', false, '2'],
    ]);
    // A prompt is never altered.
    expect(shots[0]?.brief.requirements.prompt).toBe('Ein See; "still"\r\nund dunkel');
  });

  test.each([',', ';', '\t'])('with the name of the table above the header, cells parted by %j', async (sign) => {
    const rows = [
      ['Table 1', '', ''],
      ['id', 'prompt', 'duration'],
      ['a', 'a mug', '5'],
    ];
    const { shots } = await readShotListFile(await fileOf('numbers.csv', rows.map((row) => row.join(sign)).join('\n')));
    expect(shots.map(({ id, line }) => [id, line])).toEqual([['a', 3]]);
  });
});

describe('a list with something wrong', () => {
  test.each(badLists)('%s: says all of it with its line and column', async (_kind, name, content, said) => {
    const problems = await problemsOf(name, content);
    for (const expected of said) expect(problems.join('\n')).toMatch(new RegExp(expected.source, 'm'));
    expect(problems.length).toBeGreaterThanOrEqual(1);
    expect(problems.length).toBeLessThanOrEqual(said.length + 3);
  });

  test.each(['csv', 'jsonl'] as const)('is not read to its end when it is far too long: %s', async (format) => {
    const rows = Array.from({ length: 12_000 }, (_, index) =>
      format === 'csv' ? `s${index},a mug` : JSON.stringify({ id: `s${index}`, prompt: 'a mug' }),
    );
    // What follows would be a fault of its own.
    const text = [...(format === 'csv' ? ['id,prompt'] : []), ...rows, format === 'csv' ? 'x,"a mug' : '{"id"'].join(
      '\n',
    );
    await expect(readShotListText(text, format)).rejects.toMatchObject({
      problems: [{ code: 'too_many_shots', most: 10_000 }],
    });
  });

  test('counts shots, and not the empty rows that spreadsheets save', async () => {
    const { shots } = await readShotListText(`id,prompt\n${',\n'.repeat(12_000)}a,a mug\n`, 'csv');
    expect(shots.map(({ id, line }) => [id, line])).toEqual([['a', 12_002]]);
  });

  test.each(['', 'a/b', '../film', ' film', 'a\nb', 'x'.repeat(81)])(
    'gets no name that no file can have: %j',
    async (name) => {
      await expect(readShotListText('id,prompt\na,a mug\n', 'csv', { name })).rejects.toThrow(
        /text of 1 to 80 letters/,
      );
    },
  );

  test('says once that what its shots stand for are no shots', async () => {
    const list = 'x-a: &a [1, 2]\nx-b: &b [*a, *a]\nshots: *b\n';
    await expect(readShotListText(list, 'yaml')).rejects.toMatchObject({
      problems: [{ code: 'wrong_value' }, { code: 'wrong_value' }],
    });
  });

  test('that is not there says so', async () => {
    await expect(readShotListFile(join(folder, 'nowhere.csv'))).rejects.toThrow(/There is no such file/);
    await expect(readShotListFile(folder)).rejects.toThrow(ShotListError);
  });

  test('that came over the network names no files of this machine', async () => {
    await expect(readShotListText('id,prompt,first_frame\na,x,/etc/passwd\n', 'csv')).rejects.toThrow(/is not a URL/);
  });
});
