/**
 * What people ask for: forty briefs, most of which leave something open, and twelve jobs that every model is asked to price.
 * Fixed, so that figures of two versions can be compared.
 */
const picture = { url: 'https://example.com/photo.jpg' };
const portrait = { ...picture, width: 1080, height: 1920 };
const reference = { kind: 'image', url: 'https://example.com/product.png' };

export const briefs = [
  ['anything', { prompt: 'a lighthouse' }],
  ['anything, quick and cheap', { prompt: 'a lighthouse' }, 'fastAndCheap'],
  ['anything, for quality', { prompt: 'a lighthouse' }, 'qualityAndCost'],
  ['5 s', { durationSeconds: 5 }],
  ['5 s, up to $0.30', { durationSeconds: 5, maxUsd: '0.30' }],
  ['5 s, up to $0.15', { durationSeconds: 5, maxUsd: '0.15' }],
  [
    '8 s vertical from a photo, up to $0.60',
    { durationSeconds: 8, aspectRatio: '9:16', firstFrame: picture, maxUsd: '0.60' },
  ],
  [
    '8 s vertical 720p from a photo, up to $0.60',
    { durationSeconds: 8, aspectRatio: '9:16', resolution: '720p', firstFrame: picture, maxUsd: '0.60' },
  ],
  ['a vertical photo comes alive', { firstFrame: portrait }],
  ['a photo comes alive, 5 s', { firstFrame: picture, durationSeconds: 5 }],
  ['a photo comes alive, silent, 720p', { firstFrame: picture, durationSeconds: 5, resolution: '720p', audio: false }],
  ['from one picture to another', { firstFrame: picture, lastFrame: picture, durationSeconds: 5 }],
  ['packshot with references', { references: [reference], durationSeconds: 5, resolution: '720p' }],
  [
    'packshot batch, silent, up to $0.40',
    { durationSeconds: 5, resolution: '720p', audio: false, maxUsd: '0.40' },
    'fastAndCheap',
  ],
  ['two references, up to $1', { references: [reference, reference], maxUsd: '1' }],
  [
    'a reference video',
    {
      references: [{ kind: 'video', url: 'https://example.com/a.mp4', durationSeconds: 4 }],
      durationSeconds: 5,
      resolution: '720p',
    },
  ],
  ['a talking scene, with sound', { durationSeconds: 8, audio: true }],
  ['a talking scene, with sound, up to $1', { durationSeconds: 8, audio: true, maxUsd: '1' }],
  ['with sound, quick', { durationSeconds: 5, audio: true, maxSeconds: 120 }, 'fastAndCheap'],
  ['silent', { durationSeconds: 5, audio: false }],
  ['sound is all the same', { durationSeconds: 5, audio: 'any' }],
  ['story, vertical', { aspectRatio: '9:16' }],
  ['story, vertical, up to $0.50', { aspectRatio: '9:16', maxUsd: '0.50' }],
  ['square, 6 s', { aspectRatio: '1:1', durationSeconds: 6 }],
  ['cinema, 21:9', { aspectRatio: '21:9', durationSeconds: 5 }],
  ['1080p', { resolution: '1080p' }],
  ['1080p, 8 s, for quality', { resolution: '1080p', durationSeconds: 8 }, 'qualityAndCost'],
  ['1080p, up to $1', { resolution: '1080p', maxUsd: '1' }],
  ['4K', { resolution: '4K' }, 'qualityAndCost'],
  ['a draft at 480p', { resolution: '480p' }, 'fastAndCheap'],
  ['10 s', { durationSeconds: 10 }],
  ['15 s, 720p', { durationSeconds: 15, resolution: '720p' }],
  ['12 s, up to $2', { durationSeconds: 12, maxUsd: '2' }],
  ['2 s loop', { durationSeconds: 2 }],
  ['within a minute', { maxSeconds: 60 }],
  ['within two minutes, up to $0.40', { maxSeconds: 120, maxUsd: '0.40' }],
  ['at least 1400 points', { minQuality: 1400, durationSeconds: 5 }],
  ['at least 1400 points, up to $0.60', { minQuality: 1400, maxUsd: '0.60' }],
  ['repeatable, with a seed', { seed: 7, durationSeconds: 5, resolution: '720p' }],
  ['up to $0.10', { maxUsd: '0.10' }],
].map(([name, requirements, profile = 'balanced']) => ({ name, requirements, profile }));

export const jobs = [
  ['5 s, 720p, 16:9', { durationSeconds: 5, resolution: '720p', aspectRatio: '16:9' }],
  ['the same, silent', { durationSeconds: 5, resolution: '720p', aspectRatio: '16:9', audio: false }],
  ['8 s, 1080p, 16:9', { durationSeconds: 8, resolution: '1080p', aspectRatio: '16:9' }],
  ['10 s, 720p, 9:16', { durationSeconds: 10, resolution: '720p', aspectRatio: '9:16' }],
  ['2 s, 480p', { durationSeconds: 2, resolution: '480p', aspectRatio: '16:9' }],
  ['5 s, 480p', { durationSeconds: 5, resolution: '480p', aspectRatio: '16:9' }],
  ['8 s, vertical, class left open', { durationSeconds: 8, aspectRatio: '9:16' }],
  ['everything left open', { prompt: 'a lighthouse' }],
  ['5 s, 720p, from a photo', { durationSeconds: 5, resolution: '720p', firstFrame: picture }],
  ['5 s, 720p, one reference image', { durationSeconds: 5, resolution: '720p', references: [reference] }],
  [
    '5 s, 720p, a reference video of 4 s',
    {
      durationSeconds: 5,
      resolution: '720p',
      aspectRatio: '16:9',
      references: [{ kind: 'video', url: 'https://example.com/a.mp4', durationSeconds: 4 }],
    },
  ],
  [
    'twice as large, 5 s of 1280 × 720',
    { task: 'upscale', sourceVideo: { width: 1280, height: 720, durationSeconds: 5 }, upscaleFactor: 2, creativity: 0 },
  ],
].map(([name, requirements]) => ({ name, requirements }));
