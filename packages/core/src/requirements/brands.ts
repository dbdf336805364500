/** The provider that a name means: an author of the catalogue, or the brand of its models. `undefined` for other words. */
export function providerOfBrand(name: string): string | undefined {
  const plain = name.toLowerCase();
  return Object.hasOwn(providerByBrand, plain) ? providerByBrand[plain] : undefined;
}

/** Authors and brands of the catalogues of 2026-06-26 and 2026-10-08. A brand stands for all of its author's models. */
const providerByBrand: Readonly<Record<string, string>> = {
  google: 'google',
  veo: 'google',
  openai: 'openai',
  'open ai': 'openai',
  sora: 'openai',
  kwaivgi: 'kwaivgi',
  kuaishou: 'kwaivgi',
  kling: 'kwaivgi',
  bytedance: 'bytedance',
  seedance: 'bytedance',
  alibaba: 'alibaba',
  wan: 'alibaba',
  happyhorse: 'alibaba',
  minimax: 'minimax',
  hailuo: 'minimax',
  'x-ai': 'x-ai',
  xai: 'x-ai',
  'x.ai': 'x-ai',
  grok: 'x-ai',
  runway: 'runway',
  aleph: 'runway',
  heygen: 'heygen',
  'black-forest-labs': 'black-forest-labs',
  'black forest labs': 'black-forest-labs',
  bfl: 'black-forest-labs',
  flux: 'black-forest-labs',
};
