import { type McpServer, ResourceNotFoundError, ResourceTemplate, type Variables } from '@modelcontextprotocol/server';
import { readRegularFile } from '../disk/regular-file.ts';
import { sha256Of } from '../disk/sha256-of.ts';
import { filesOf, type JobFile } from '../files/job-file.ts';
import { type Door, maySee, whose } from './door.ts';
import { clipResource } from './job-view.ts';
import { pageType, pickerPage, playerPage } from './pages.ts';
import { requirementsGuide } from './requirements-guide.ts';
import { reportFor } from './tools/ledger.ts';
import { listModels } from './tools/list-models.ts';

/** Largest clip that is handed over inside an answer; a larger one is named by its path. */
const mostInlineBytes = 16 * 2 ** 20;

/** What can be read beside the tools: catalogue, guide, ledger, and the clip of a job. */
export function addResources(server: McpServer, doorNow: () => Door): void {
  const json = (uri: URL, value: unknown) => ({
    contents: [{ uri: uri.href, mimeType: 'application/json', text: JSON.stringify(value) }],
  });
  server.registerResource(
    'catalog',
    'shotcaller://catalog',
    { title: 'Catalogue', description: 'What every video model can do.', mimeType: 'application/json' },
    async (uri, context) => {
      const { output } = (await listModels.run(
        doorNow(),
        {},
        { context, era: 'modern', canAsk: false, takesTasks: false },
      )) as {
        output: unknown;
      };
      return json(uri, output);
    },
  );
  server.registerResource(
    'requirements-guide',
    'shotcaller://requirements-guide',
    { title: 'Requirements guide', description: 'How to describe a clip, field by field.', mimeType: 'text/markdown' },
    (uri) => ({ contents: [{ uri: uri.href, mimeType: 'text/markdown', text: requirementsGuide() }] }),
  );
  server.registerResource(
    'ledger',
    'shotcaller://ledger',
    { title: 'Ledger', description: 'What was spent, and what was quoted.', mimeType: 'application/json' },
    async (uri) => json(uri, await reportFor(doorNow())),
  );
  for (const [name, title, html] of [
    ['player', 'Player of a clip', playerPage],
    ['picker', 'Ranked models', pickerPage],
  ] as const) {
    server.registerResource(name, `ui://shotcaller/${name}.html`, { title, mimeType: pageType }, (uri) => ({
      contents: [{ uri: uri.href, mimeType: pageType, text: html() }],
    }));
  }
  server.registerResource(
    'clip',
    new ResourceTemplate('shotcaller://jobs/{jobId}/clip/{index}', { list: () => listClips(doorNow()) }),
    { title: 'Clip of a job', description: 'The verified file of a job that is done.' },
    (uri, variables) => readClip(doorNow(), uri, variables),
  );
}

/** The newest clips. */
async function listClips(door: Door) {
  const ledger = await door.parts.ledger();
  const { jobs } = await ledger.jobs({ ...whose(door), states: ['done'], limit: 20 });
  return {
    resources: jobs.flatMap(({ job, attempts }) =>
      attempts
        .flatMap(({ file }) => filesOf(file))
        .map(({ bytes, contentType = 'video/mp4' }, index) => ({
          uri: clipResource(job.id, index),
          name: `${job.id} clip ${index + 1}`,
          mimeType: contentType,
          size: bytes,
        })),
    ),
  };
}

async function readClip(door: Door, uri: URL, { jobId, index }: Variables) {
  const place = placeOf(uri, String(jobId), String(index));
  const found = await door.parts.jobs.find(place.jobId);
  const files =
    found && maySee(door.caller, found.job.owner)
      ? found.attempts.flatMap(({ state, file }) => (state === 'done' ? filesOf(file) : []))
      : [];
  const file = files[place.index];
  if (!found || !file) throw new ResourceNotFoundError(uri.href);
  const { path, contentType = 'video/mp4' } = file;
  if (file.bytes > mostInlineBytes) {
    const where = door.showsPaths ? path : (door.contentUrl?.(found.job.id, place.index) ?? 'the server');
    const text = `The clip has ${file.bytes} bytes, which is too large for one answer. You find it at ${where}`;
    return { contents: [{ uri: uri.href, mimeType: 'text/plain', text }] };
  }
  return { contents: [{ uri: uri.href, mimeType: contentType, blob: await readChecked(uri, file) }] };
}

/** Each clip has one address: other spellings of it name nothing. */
function placeOf(uri: URL, jobId: string, index: string): { readonly jobId: string; readonly index: number } {
  try {
    const place = { jobId: decodeURIComponent(jobId), index: Number(index) };
    if (clipResource(place.jobId, place.index) === uri.href) return place;
  } catch {
    // No text is written so.
  }
  throw new ResourceNotFoundError(uri.href);
}

/** The file as it was checked; one that somebody has changed since is none. */
async function readChecked(uri: URL, { path, sha256 }: Pick<JobFile, 'path' | 'sha256'>): Promise<string> {
  const bytes = await readRegularFile(path, { maxBytes: mostInlineBytes }).catch(() => undefined);
  if (bytes === undefined || sha256Of(bytes) !== sha256) {
    throw new ResourceNotFoundError(
      uri.href,
      'The file of this job was deleted or changed since it was checked. The job is paid for; do not order it again.',
    );
  }
  return Buffer.from(bytes).toString('base64');
}
