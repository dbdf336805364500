/** Where a model's provider parameters go: under which key of `provider.options`, and how deep. */
export interface ProviderSlug {
  readonly slug: string;
  /** `parameters`: inside an object of that name. */
  readonly nesting: 'flat' | 'parameters';
  /** How well it is known: accepted live, in OpenRouter's documents, in public code, or only a key of the specification. */
  readonly grade: 'live' | 'documented' | 'code' | 'specification';
  readonly source: string;
  /** ISO date of the source. */
  readonly asOf: string;
}

/**
 * The slug of a model, `undefined` when no source says it. The API drops parameters under a wrong slug without a word, so an unknown
 * slug is refused, not guessed.
 */
export function providerSlug(modelId: string): ProviderSlug | undefined {
  const id = modelId.toLowerCase().replace(/:.*$/, '');
  return providerSlugs.find(({ models }) => models.some((pattern) => matches(id, pattern)))?.provider;
}

/** Dated facts. Not known as of 2026-11-22: Kling, wan-2.6, wan-3.0, HappyHorse. */
export const providerSlugs: readonly { readonly models: readonly string[]; readonly provider: ProviderSlug }[] = [
  entry(
    ['google/veo-*'],
    'google-vertex',
    'parameters',
    'documented',
    'OpenRouterTeam/docs@c26125a, guide Video Generation',
    '2026-08-22',
  ),
  entry(
    ['alibaba/wan-2.7'],
    'atlas-cloud',
    'flat',
    'documented',
    'OpenRouterTeam/docs@c26125a, guides/community/vercel-ai-sdk',
    '2026-08-22',
  ),
  entry(
    ['bytedance/seedance-1-5-pro', 'bytedance/seedance-2.0', 'bytedance/seedance-2.0-fast'],
    'seed',
    'flat',
    'code',
    'public code (repository not identified), from the tag in GET /models/{id}/endpoints',
    '2026-08-17',
  ),
  entry(
    ['bytedance/seedance-2.0-mini', 'bytedance/seedance-2.5'],
    'seed',
    'flat',
    'code',
    'the provider of their sister models, whose parameters they list; not recorded for these two',
    '2026-11-28',
  ),
  entry(
    ['heygen/*'],
    'heygen',
    'flat',
    'live',
    'tests of the Python package easy_ai_clients, accepted live',
    '2026-10-09',
  ),
  entry(
    ['x-ai/*'],
    'xai',
    'flat',
    'specification',
    'specification, ProviderOptions; provider name seen live',
    '2026-08-22',
  ),
  entry(['openai/sora-*'], 'openai', 'flat', 'specification', 'specification, ProviderOptions', '2026-08-22'),
  entry(['minimax/*'], 'minimax', 'flat', 'specification', 'specification, ProviderOptions', '2026-08-22'),
  entry(['runway/*'], 'runway', 'flat', 'specification', 'specification, ProviderOptions', '2026-08-22'),
  entry(
    ['black-forest-labs/*'],
    'black-forest-labs',
    'flat',
    'specification',
    'specification, ProviderOptions',
    '2026-08-22',
  ),
];

function entry(
  models: readonly string[],
  slug: string,
  nesting: ProviderSlug['nesting'],
  grade: ProviderSlug['grade'],
  source: string,
  asOf: string,
) {
  return { models, provider: { slug, nesting, grade, source, asOf } };
}

function matches(id: string, pattern: string): boolean {
  return pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : id === pattern;
}
