// Two things measured against each other in one process: A B A B, so that a slow moment of the machine hits both.

/** Median of many rounds of `time(one) / time(other)`, each round `calls` calls of either. Warmed up first. */
export function ratioOf(one, other, { rounds = 60, calls = 40, warmUp = 10 } = {}) {
  for (let round = 0; round < warmUp; round += 1) {
    microsecondsEach(one, calls);
    microsecondsEach(other, calls);
  }
  const ratios = [];
  const [ones, others] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const first = microsecondsEach(one, calls);
    const second = microsecondsEach(other, calls);
    ones.push(first);
    others.push(second);
    ratios.push(first / second);
  }
  return { ratio: median(ratios), one: median(ones), other: median(others) };
}

export function microsecondsEach(work, calls) {
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call += 1) work();
  return Number(process.hrtime.bigint() - start) / 1000 / calls;
}

export function median(values) {
  const sorted = values.slice().sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
