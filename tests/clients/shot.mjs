// What every program asks for, and how it reports. Arguments: BASE_URL, then what the program says itself.
export const baseUrl = process.argv[2];
export const apiKey = 'sk-or-v1-client-program';
export const model = process.argv[3] ?? 'google/veo-3.1-lite';
export const shot = {
  prompt: 'A paper boat on a puddle',
  durationSeconds: 4,
  resolution: '720p',
  aspectRatio: '16:9',
  size: '1280x720',
};

/** Prints one JSON line for the test: the client's own view of the job. */
export function report({ jobId, costUsd, bytes }) {
  const box = Buffer.from(bytes.subarray(4, 8)).toString('latin1');
  console.log(JSON.stringify({ jobId, costUsd, bytes: bytes.length, firstBox: box }));
  process.exit(0);
}

/** Name and message only: the clients' error objects hold the request, and with it the key. */
export function fail(error) {
  console.error(`${error?.name ?? 'Error'}: ${error?.message ?? error}`);
  process.exit(1);
}

export async function until(read) {
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
