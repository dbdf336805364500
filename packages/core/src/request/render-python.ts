import { withFileHoles } from './file-holes.ts';
import { literal, python, snakeCase } from './literal.ts';
import type { RequestBody } from './wire.ts';

/** Python 3.8 and newer, standard library only. */
export function renderPython(body: RequestBody, baseUrl: string): string {
  const { value, holes } = withFileHoles(body);
  const reads = holes.map(
    ({ variable, file, prefix }) =>
      `with open(${JSON.stringify(file)}, "rb") as picture:\n    ${snakeCase(variable)} = ${JSON.stringify(prefix)} + base64.b64encode(picture.read()).decode()\n`,
  );
  return `${holes.length === 0 ? '' : 'import base64\n'}import json
import os
import sys
import urllib.error
import urllib.request

${reads.join('')}body = ${literal(value, python)}

request = urllib.request.Request(
    ${JSON.stringify(`${baseUrl}/videos`)},
    data=json.dumps(body).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["OPENROUTER_API_KEY"],
        "Content-Type": "application/json",
        "User-Agent": "python-urllib",
    },
    method="POST",
)
# Sent once: a submit is a purchase, and nobody knows what became of one that failed on the way.
try:
    with urllib.request.urlopen(request, timeout=60) as response:
        print(json.dumps(json.load(response), indent=2))
except urllib.error.HTTPError as error:
    sys.exit(f"{error.code}: {error.read().decode(errors='replace')}")
`;
}
