import { expect, test } from 'vitest';
import { failureOf } from '../../src/openrouter/failure.ts';
import { wasNeverSent } from '../../src/openrouter/transport-failure.ts';
import { readProxy } from '../../src/settings/proxy.ts';

test.each([
  ['HTTP_PROXY', 'socks5://127.0.0.1:1080'],
  ['HTTPS_PROXY', 'nonsense::'],
])('%s that is no proxy has sent nothing, and is named', (name, value) => {
  let error: unknown;
  try {
    readProxy({ [name]: value });
  } catch (thrown) {
    error = thrown;
  }
  expect(wasNeverSent(error)).toBe(true);
  const endpoint = { baseUrl: 'https://service.example/api/v1', origin: 'https://service.example' };
  const { message } = failureOf(error, { endpoint: endpoint as never, redact: (text: string) => text });
  expect(message).toBe(
    `The connection to https://service.example failed: ${name}: is not the address of an http or https proxy. Nothing was sent. Example: http://proxy.example.com:3128.`,
  );
});
