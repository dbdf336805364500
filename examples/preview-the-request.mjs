// The exact request that would be sent, and the same for a terminal.
import { bundledCatalog, renderRequest, select } from '@shotcaller/core';

const { request } = select(
  bundledCatalog,
  {
    prompt: "A paper lantern drifting over a dark lake, 'slowly'",
    durationSeconds: 4,
    resolution: '720p',
    aspectRatio: '16:9',
    audio: false,
  },
  { profile: 'qualityAndCost', now: '2026-10-09' },
);
console.log(renderRequest(request, 'json'));
console.log(renderRequest(request, 'curl'));
