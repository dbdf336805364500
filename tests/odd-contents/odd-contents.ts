import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';

/** One way in which a paid clip may be served, and what must become of it. */
export interface OddContent {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  /** The connection is cut after the bytes. */
  readonly isCut?: true;
  /** Further files, served at the next indexes. */
  readonly further?: readonly Uint8Array[];
  /** The word that the finished job's poll says. Default `completed`. */
  readonly word?: string;
  /** Served at `/linked.mp4`, for a content that is only a link. */
  readonly linked?: Uint8Array;
  /** The status under which the finished job is told. Default 200. */
  readonly pollStatus?: number;
  /** How it is told. Default JSON. */
  readonly pollAs?: 'events';
  /** How the poll names the files. Default a list of addresses. */
  readonly urls?: 'none' | 'objects' | 'object';
  readonly ending: Kept | NotFetched;
}

interface Kept {
  readonly differences: readonly string[];
  readonly extension: string;
  readonly contentType: string;
  /** What the file holds. Default the bytes as served. */
  readonly holds?: Uint8Array;
}

interface NotFetched {
  readonly says: RegExp;
  /** Bytes that must be kept in the part file. */
  readonly kept: number;
}

const canUndoZstd = 'createZstdDecompress' in zlib;

/** A clip made over by ffmpeg. */
function madeOver(
  clip: Uint8Array,
  extension: string,
  options: readonly string[],
  before: readonly string[] = [],
): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'shotcaller-odd-'));
  try {
    const [from, to] = [join(folder, 'from.mp4'), join(folder, `to.${extension}`)];
    writeFileSync(from, clip);
    const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', ...before, '-i', from, ...options, to]);
    if (status !== 0) throw new Error(String(stderr));
    return readFileSync(to);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `clip` is as ordered: 4 s, 854x480, silent; `longer` the same with 5 s. */
export function oddContents(clip: Buffer, longer: Buffer): readonly OddContent[] {
  const asOrdered: Kept = { differences: [], extension: '.mp4', contentType: 'video/mp4' };
  const decoded: Kept = { ...asOrdered, holds: clip };
  const cut: Kept = { ...decoded, differences: ['bytes_cut'] };
  const half = clip.subarray(0, Math.floor(clip.length / 2));
  const behind = (text: string | Uint8Array) => Buffer.concat([clip, Buffer.from(text)]);
  const label = (name: string, headers: Record<string, string>): OddContent => ({
    name: `label: ${name}`,
    bytes: clip,
    headers,
    ending: asOrdered,
  });
  const type = (contentType: string) => label(contentType, { 'content-type': contentType });
  const tail = (name: string, text: string | Uint8Array): OddContent => ({
    name: `behind the end: ${name}`,
    bytes: behind(text),
    ending: cut,
  });
  const other = (
    container: string,
    contentType: string,
    bytes: Uint8Array,
    more: readonly string[] = [],
  ): OddContent => ({
    name: `container: ${container}`,
    bytes,
    ending: { differences: ['not_mp4', ...more], extension: `.${container}`, contentType },
  });
  const text = (name: string, body: string | Uint8Array, says: RegExp, contentType = 'video/mp4'): OddContent => ({
    name: `error: ${name}`,
    bytes: Buffer.from(body),
    headers: { 'content-type': contentType },
    ending: { says, kept: 0 },
  });
  const before = (name: string, front: string | Uint8Array, end: string | Uint8Array = ''): OddContent => ({
    name: `before the begin: ${name}`,
    bytes: Buffer.concat([Buffer.from(front), clip, Buffer.from(end)]),
    ending: cut,
  });
  const packed = (name: string, body: string, contentType = 'video/mp4'): OddContent => ({
    name: `packed as text: ${name}`,
    bytes: Buffer.from(body),
    headers: { 'content-type': contentType },
    ending: decoded,
  });
  const coded = (name: string, coding: string, parts: readonly (Uint8Array | string)[], ending: Kept): OddContent => ({
    name: `coding: ${name}`,
    bytes: Buffer.concat(parts.map((part) => Buffer.from(part))),
    headers: { 'content-encoding': coding },
    ending,
  });
  const link = (name: string, body: string, contentType = 'application/json'): OddContent => ({
    name: `a link: ${name}`,
    bytes: Buffer.from(body),
    headers: { 'content-type': contentType },
    linked: clip,
    ending: decoded,
  });
  const base64 = clip.toString('base64');
  const { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } = zlib;
  const zstd = zstdStored(clip);
  const unread = ['not_checked'];
  const garbage = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919 + 131) % 256));
  const webm = madeOver(clip, 'webm', ['-c:v', 'libvpx', '-deadline', 'realtime', '-b:v', '300k']);
  const avi = madeOver(clip, 'avi', ['-c:v', 'mpeg4']);

  return [
    type('binary/octet-stream'),
    type('application/force-download'),
    type('application/octet-stream'),
    type('application/json'),
    type('text/plain; charset=utf-8'),
    type('text/html'),
    type('video/webm'),
    type('image/png'),
    type('application/mp4'),
    label('none', {}),
    label('an attachment', { 'content-type': 'x', 'content-disposition': 'attachment; filename="clip.exe"' }),
    { name: 'status: 203 of a proxy', bytes: clip, status: 203, ending: asOrdered },
    { name: 'status: 206 without a range', bytes: clip, status: 206, ending: asOrdered },

    { name: 'coding: gzip', bytes: gzipSync(clip), headers: { 'content-encoding': 'gzip' }, ending: decoded },
    { name: 'coding: x-gzip', bytes: gzipSync(clip), headers: { 'content-encoding': 'x-gzip' }, ending: decoded },
    { name: 'coding: br', bytes: brotliCompressSync(clip), headers: { 'content-encoding': 'br' }, ending: decoded },
    { name: 'coding: deflate', bytes: deflateSync(clip), headers: { 'content-encoding': 'deflate' }, ending: decoded },
    {
      name: 'coding: deflate without its header',
      bytes: deflateRawSync(clip),
      headers: { 'content-encoding': 'deflate' },
      ending: decoded,
    },
    {
      name: 'coding: gzip within br',
      bytes: brotliCompressSync(gzipSync(clip)),
      headers: { 'content-encoding': 'gzip, br' },
      ending: decoded,
    },
    coded('gzip, and text behind it', 'gzip', [gzipSync(clip), '\n<!-- proxy -->\n'], cut),
    coded('gzip, and zeros behind it', 'gzip', [gzipSync(clip), new Uint8Array(512)], cut),
    coded('gzip, and what looks like more gzip behind it', 'gzip', [gzipSync(clip), '\x1f'], cut),
    coded('deflate, and text behind it', 'deflate', [deflateSync(clip), 'proxy.example'], cut),
    coded('deflate without its header, and text behind it', 'deflate', [deflateRawSync(clip), 'proxy.example'], cut),
    coded('br, and text behind it', 'br', [brotliCompressSync(clip), 'proxy.example'], cut),
    coded('gzip in two members', 'gzip', [gzipSync(half), gzipSync(clip.subarray(half.length))], decoded),
    coded('gzip whose check sum is cut off', 'gzip', [gzipSync(clip).subarray(0, -6)], decoded),
    coded('gzip of gzip, named once', 'gzip', [gzipSync(gzipSync(clip))], decoded),
    coded('the word gzip before what is none', 'gzip', [clip], asOrdered),
    coded('the word br before gzip', 'br', [gzipSync(clip)], decoded),
    coded('the word gzip before a WebM', 'gzip', [webm], {
      differences: ['not_mp4'],
      extension: '.webm',
      contentType: 'video/webm',
    }),
    {
      name: 'coding: a word that nobody knows',
      bytes: clip,
      headers: { 'content-encoding': 'aws-chunked' },
      ending: asOrdered,
    },

    {
      name: 'coding: zstd',
      bytes: zstd,
      headers: { 'content-encoding': 'zstd' },
      ending: canUndoZstd
        ? decoded
        : { differences: ['still_compressed'], extension: '.zst', contentType: 'application/zstd' },
    },
    { name: 'packed without a word: gzip', bytes: gzipSync(clip), ending: decoded },
    { name: 'packed without a word: gzip of base64', bytes: gzipSync(base64), ending: decoded },
    {
      name: 'packed without a word: gzip, and text behind it',
      bytes: Buffer.concat([gzipSync(clip), Buffer.from('proxy.example')]),
      ending: cut,
    },
    { name: 'packed without a word: gzip three times', bytes: gzipSync(gzipSync(gzipSync(clip))), ending: decoded },
    {
      name: 'packed without a word: gzip of an error',
      bytes: gzipSync('{"error":"busy"}'),
      ending: { says: /begins with "\{"error":"busy"\}"/, kept: gzipSync('{"error":"busy"}').length },
    },
    {
      name: 'packed without a word: gzip that is damaged at its end',
      bytes: Buffer.concat([gzipSync(clip).subarray(0, -2000), Buffer.alloc(2000)]),
      ending: { differences: ['still_compressed'], extension: '.gz', contentType: 'application/gzip' },
    },
    packed('base64', base64, 'text/plain'),
    packed('base64 in lines, with a mark of UTF-8', `\ufeff${base64.replace(/.{76}/g, '$&\r\n')}`),
    packed('base64 of the URL alphabet, without padding', clip.toString('base64url')),
    packed('a data: URL', `data:video/mp4;base64,${base64}\n`),
    packed('a text in JSON', JSON.stringify(base64), 'application/json'),
    packed(
      'JSON with more in it, slashes escaped',
      JSON.stringify({ data: [{ b64_json: base64.replace(/.{76}/g, '$&\n') }], seed: 7 }).replaceAll('/', '\\/'),
      'application/json',
    ),
    {
      name: 'packed as text: WebM in base64',
      bytes: Buffer.from(webm.toString('base64')),
      ending: { differences: ['not_mp4'], extension: '.webm', contentType: 'video/webm', holds: webm },
    },
    {
      name: 'packed as text: base64 that is cut',
      bytes: Buffer.from(base64.slice(0, base64.length >> 1)),
      ending: { says: /ends too early/, kept: base64.length >> 1 },
    },

    tail('a newline', '\n'),
    tail('four zeros', new Uint8Array(4)),
    tail('seven zeros', new Uint8Array(7)),
    tail('many zeros', new Uint8Array(5000)),
    tail('a comment of a proxy', '\n<!-- served by proxy.example at 12:00 -->\n'),
    tail('text that looks like a box', 'xxxxtext and more of it'),
    tail('JSON', '{"status":"ok"}'),
    tail('another MP4', longer),
    tail('a begun box', Buffer.from('000003e86672656500', 'hex')),

    before('a byte order mark', '\ufeff'),
    before('a newline', '\n'),
    before('a tag of ID3', Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\0\x0a', 'latin1'), Buffer.alloc(10)])),
    before('the size of a chunk', `${clip.length.toString(16)}\r\n`, '\r\n0\r\n\r\n'),
    before(
      'the head of a part of a form',
      '--XX\r\nContent-Disposition: form-data; name="file"; filename="clip.mp4"\r\nContent-Type: video/mp4\r\n\r\n',
      '\r\n--XX--\r\n',
    ),

    other('webm', 'video/webm', webm),
    other('mkv', 'video/x-matroska', madeOver(clip, 'mkv', ['-c', 'copy'])),
    other('mov', 'video/quicktime', madeOver(clip, 'mov', ['-c', 'copy'])),
    other('avi', 'video/x-msvideo', avi, unread),
    other('flv', 'video/x-flv', madeOver(clip, 'flv', ['-c', 'copy']), unread),
    other('ts', 'video/mp2t', madeOver(clip, 'ts', ['-c', 'copy'])),
    other('gif', 'image/gif', madeOver(clip, 'gif', ['-r', '4', '-s', '160x90']), unread),
    {
      name: 'container: none that is known',
      bytes: garbage,
      ending: { differences: ['not_a_video'], extension: '.bin', contentType: 'application/octet-stream' },
    },

    {
      name: 'codec: mpeg4 in MP4',
      bytes: madeOver(clip, 'mp4', ['-c:v', 'mpeg4']),
      ending: asOrdered,
    },
    { name: 'index first', bytes: madeOver(clip, 'mp4', ['-c', 'copy', '-movflags', '+faststart']), ending: asOrdered },
    {
      name: 'in fragments',
      bytes: madeOver(clip, 'mp4', ['-c', 'copy', '-movflags', 'frag_keyframe+empty_moov']),
      ending: asOrdered,
    },
    {
      name: 'longer than ordered',
      bytes: longer,
      ending: { ...asOrdered, differences: ['duration_differs'] },
    },
    {
      name: 'an edit list: 5 s, of which 4 are presented',
      bytes: withEdit(madeOver(longer, 'mp4', ['-c', 'copy', '-use_editlist', '0']), 4),
      ending: asOrdered,
    },
    {
      name: 'turned by a quarter',
      bytes: turned(clip),
      ending: { ...asOrdered, differences: ['aspect_ratio_differs'] },
    },
    {
      name: 'with sound that was not ordered',
      bytes: madeOver(
        clip,
        'mp4',
        ['-c:v', 'copy', '-shortest'],
        ['-f', 'lavfi', '-t', '4', '-i', 'sine=frequency=440'],
      ),
      ending: { ...asOrdered, differences: ['audio_unasked'] },
    },

    { name: 'cut, and the end is clean', bytes: half, ending: { says: /ends too early/, kept: half.length } },
    {
      name: 'cut, and the connection breaks',
      bytes: half,
      isCut: true,
      ending: { says: /broke off/, kept: half.length },
    },
    {
      name: 'cut: fewer bytes than a WebM states',
      bytes: webm.subarray(0, webm.length >> 1),
      ending: { says: /ends too early/, kept: webm.length >> 1 },
    },
    {
      name: 'cut: fewer bytes than an AVI states',
      bytes: avi.subarray(0, avi.length >> 1),
      ending: { says: /ends too early/, kept: avi.length >> 1 },
    },
    {
      name: 'whole, and announced longer than it is',
      bytes: clip,
      headers: { 'content-length': String(clip.length + 100) },
      isCut: true,
      ending: asOrdered,
    },
    { name: 'whole, and the connection breaks behind it', bytes: clip, isCut: true, ending: asOrdered },
    {
      name: 'a whole WebM, announced longer than it is',
      bytes: webm,
      headers: { 'content-length': String(webm.length + 1) },
      isCut: true,
      ending: { differences: ['not_mp4'], extension: '.webm', contentType: 'video/webm' },
    },
    {
      name: 'cut, and announced longer still',
      bytes: half,
      headers: { 'content-length': String(clip.length) },
      isCut: true,
      ending: { says: /broke off/, kept: half.length },
    },
    { name: 'no byte at all', bytes: new Uint8Array(), ending: { says: /without a byte/, kept: 0 } },

    text(
      'JSON as a video',
      '{"error":{"message":"storage is down"}}',
      /begins with "\{"error":\{"message":"storage is down/,
    ),
    text(
      'base64 of an error',
      Buffer.from('{"error":"storage is down"}').toString('base64'),
      /begins with "eyJlcnJvci/,
    ),
    text('HTML as a video', '<!doctype html>\n<title>Busy</title>', /begins with "<!doctype html>"/),
    text('XML of S3', '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>', /NoSuchKey/, 'application/xml'),
    text('a line', 'upstream timed out', /begins with "upstream timed out"/, 'application/octet-stream'),
    text('UTF-16', Buffer.from('\ufeffgone away', 'utf16le'), /gone away/),
    text(
      'a line that would steer a terminal',
      'no\u001b]0;owned\u0007 \u202efile',
      /no\\u001b|\\u202e|not readable|\\ufffd/,
    ),
    text('a line with the key in it', 'bad key sk-or-v1-odd-0123456789abcdef', /bad key \[withheld\]/),
    {
      ...text('gzipped JSON', gzipSync('{"error":"busy"}'), /begins with "\{"error":"busy"\}"/),
      headers: { 'content-encoding': 'gzip' },
    },

    ...[404, 500, 503].map(
      (status): OddContent => ({
        name: `status: ${status} over a whole clip`,
        bytes: clip,
        status,
        ending: { ...asOrdered, differences: ['error_status'] },
      }),
    ),
    {
      name: 'status: 502 over a gzipped clip',
      bytes: gzipSync(clip),
      status: 502,
      headers: { 'content-encoding': 'gzip' },
      ending: { ...decoded, differences: ['error_status'] },
    },
    { ...text('a page under 404', '<h1>Gone</h1>', /HTTP 404/, 'text/html'), status: 404 },
    { ...text('a picture under 500', Buffer.from('GIF89a'.padEnd(9000, 'x')), /HTTP 500/, 'image/gif'), status: 500 },
    { ...text('the begin of an MP4 under 500', clip.subarray(0, 40), /HTTP 500/), status: 500 },

    link('JSON', JSON.stringify({ url: '/linked.mp4' })),
    link('JSON in data', JSON.stringify({ data: [{ url: '/linked.mp4', type: 'video/mp4' }] })),
    link('JSON of a video', JSON.stringify({ video: { url: '/linked.mp4' }, seed: 7 })),
    link('JSON of a job', JSON.stringify({ status: 'completed', unsigned_urls: ['/linked.mp4'] })),
    link('a text', 'http://ORIGIN/linked.mp4\n', 'text/uri-list'),
    text('JSON that links to what is no clip', JSON.stringify({ url: '/nothing.mp4' }), /begins with "\{"url"/),
    text(
      'JSON of an error with a link',
      JSON.stringify({ error: { message: 'see there' }, url: '/linked.mp4' }),
      /begins with "\{"error"/,
    ),
    text('JSON that links to itself', JSON.stringify({ url: '/api/v1/videos' }), /begins with "\{"url"/),
    text('a page that looks like a box', '<h1>free trial is over</h1>', /begins with "<h1>free/),
    text('HTML with a link', '<a href="/linked.mp4">here</a>', /begins with "<a href/),

    { name: 'the finished job under 404', bytes: clip, pollStatus: 404, ending: asOrdered },
    { name: 'the finished job under 500', bytes: clip, pollStatus: 500, ending: asOrdered },
    { name: 'the finished job under 403', bytes: clip, pollStatus: 403, ending: asOrdered },
    { name: 'the finished job as a stream of events', bytes: clip, pollAs: 'events', ending: asOrdered },
    { name: 'two files', bytes: clip, further: [longer], ending: asOrdered },
    { name: 'three files, one of them WebM', bytes: clip, further: [webm, longer], ending: asOrdered },
    { name: 'the word succeeded', bytes: clip, word: 'succeeded', ending: asOrdered },
    { name: 'the word COMPLETED', bytes: clip, word: 'COMPLETED', ending: asOrdered },
    { name: 'the word success', bytes: clip, word: 'success', ending: asOrdered },
    { name: 'the word done', bytes: clip, word: 'done', ending: asOrdered },
    { name: 'the word done, with a bill and no address', bytes: clip, word: 'done', urls: 'none', ending: asOrdered },
    { name: 'the word failed beside an address', bytes: clip, word: 'failed', ending: asOrdered },
    { name: 'the word failed beside a bill', bytes: clip, word: 'failed', urls: 'none', ending: asOrdered },
    { name: 'the word pending beside an address', bytes: clip, word: 'pending', ending: asOrdered },
    {
      name: 'the word expired beside two addresses',
      bytes: clip,
      word: 'expired',
      further: [longer],
      ending: asOrdered,
    },
    { name: 'two files, named in objects', bytes: clip, further: [longer], urls: 'objects', ending: asOrdered },
    { name: 'one file, named in an object without a list', bytes: clip, urls: 'object', ending: asOrdered },
  ];
}

/** A frame of zstd (RFC 8878) whose blocks are stored as they are: Node 20 makes none. */
function zstdStored(content: Buffer): Buffer {
  const header = Buffer.from('28b52ffda0', 'hex');
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  const blocks: Buffer[] = [];
  for (let at = 0; at < content.length; at += 65_536) {
    const block = content.subarray(at, at + 65_536);
    const isLast = at + 65_536 >= content.length ? 1 : 0;
    const head = Buffer.alloc(3);
    head.writeUIntLE((block.length << 3) | isLast, 0, 3);
    blocks.push(head, block);
  }
  return Buffer.concat([header, size, ...blocks]);
}

/** The clip with an edit list that presents so many of its seconds: put into the first track, the index being the last box. */
function withEdit(clip: Buffer, seconds: number): Buffer {
  const at = (type: string, from = 0) => clip.indexOf(type, from, 'latin1') - 4;
  const index = at('moov');
  const track = at('trak', index);
  const media = at('mdia', track);
  const timescale = clip.readUInt32BE(at('mvhd', index) + 20);
  const edit = Buffer.alloc(36);
  edit.writeUInt32BE(36, 0);
  edit.write('edts', 4, 'latin1');
  edit.writeUInt32BE(28, 8);
  edit.write('elst', 12, 'latin1');
  edit.writeUInt32BE(1, 20);
  edit.writeUInt32BE(seconds * timescale, 24);
  edit.writeUInt32BE(0, 28);
  edit.writeUInt32BE(0x10000, 32);
  const made = Buffer.concat([clip.subarray(0, media), edit, clip.subarray(media)]);
  made.writeUInt32BE(clip.readUInt32BE(index) + 36, index);
  made.writeUInt32BE(clip.readUInt32BE(track) + 36, track);
  if (clip.indexOf('mdat', 0, 'latin1') > index)
    throw new Error('The media must come first, or their offsets are wrong.');
  return made;
}

/** The clip with a matrix that turns its picture by a quarter. */
function turned(clip: Buffer): Buffer {
  const made = Buffer.from(clip);
  const matrix = clip.indexOf('tkhd', 0, 'latin1') + 4 + 40;
  for (const [at, value] of [0, 0x10000, 0, -0x10000, 0, 0, 480 * 0x10000, 0, 0x40000000].entries()) {
    made.writeInt32BE(value, matrix + 4 * at);
  }
  return made;
}
