import fc from 'fast-check';

/**
 * Properties try the same inputs in every run, so that a run says something about the code and not about luck. To look for further
 * inputs, give another seed: `PROPERTY_SEED=7 npx vitest run PATH`.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_129) });
