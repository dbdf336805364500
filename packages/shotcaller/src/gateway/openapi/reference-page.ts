import { escapeHtml } from '../../escape-html.ts';
import type { OpenapiDocument, Operation } from './document.ts';

/** The API as one page to read: no script, no other server. */
export function referencePage({ info, paths, components }: OpenapiDocument): string {
  const { title, version, description } = info;
  const { schemas } = components;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}: reference</title><link rel="stylesheet" href="/reference.css"></head>
<body>
<header><h1>${escapeHtml(title)} <small>${escapeHtml(version)}</small></h1><p>${escapeHtml(description)}</p>
<nav>${tags.map((tag) => `<a href="#${anchor(tag)}">${escapeHtml(tag)}</a>`).join(' ')} <a href="#schemas">Schemas</a> <a href="/openapi.json">openapi.json</a></nav></header>
<main>
${tags
  .map((tag) =>
    section(
      tag,
      operations.filter(({ operation }) => operation.tags.includes(tag)),
    ),
  )
  .join('\n')}
<section id="schemas"><h2>Schemas</h2>
${Object.entries(schemas)
  .map(
    ([name, schema]) =>
      `<details id="schema-${anchor(name)}"><summary>${escapeHtml(name)}</summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>`,
  )
  .join('\n')}
</section>
</main>
</body>
</html>
`;
}

export const referenceStyle = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
h1 small{font-weight:400;font-size:1rem}
nav a{margin-right:.75rem}
article{border-top:1px solid color-mix(in srgb,currentColor 25%,transparent);padding:.75rem 0}
h3{margin:0;font-size:1rem}
h3 code{font-size:1rem}
.method{display:inline-block;min-width:3.5rem;font-weight:700}
table{border-collapse:collapse;width:100%}
td{padding:.15rem .75rem .15rem 0;vertical-align:top}
td:first-child{white-space:nowrap}
pre{overflow:auto;font-size:.85rem}
`;

interface Row {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function section(tag: string, rows: readonly Row[]): string {
  return `<section id="${anchor(tag)}"><h2>${escapeHtml(tag)}</h2>\n${rows.map(article).join('\n')}</section>`;
}

function article({ path, method, operation }: Row): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  return `<article id="${anchor(operationId)}"><h3><span class="method">${method}</span> <code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(summary)}.${description ? ` ${escapeHtml(description)}` : ''}</p>
<table><tbody>
${requestBody ? `<tr><td>body</td><td>${schemaLinks(requestBody)}</td></tr>` : ''}
${parameters
  .map(
    ({ in: where, name, description: what = '' }) =>
      `<tr><td>${escapeHtml(where)} <code>${escapeHtml(name)}</code></td><td>${escapeHtml(what)}</td></tr>`,
  )
  .join('\n')}
${Object.entries(responses)
  .map(
    ([status, answer]) =>
      `<tr><td>${escapeHtml(status)}</td><td>${escapeHtml(answer.description)} ${schemaLinks(answer.content)}</td></tr>`,
  )
  .join('\n')}
</tbody></table></article>`;
}

/** Links to every schema that is referred to. */
function schemaLinks(content: object | undefined): string {
  return [...JSON.stringify(content ?? {}).matchAll(/schemas\/(\w+)/g)]
    .map(([, name = '']) => `<a href="#schema-${anchor(name)}">${escapeHtml(name)}</a>`)
    .join(' ');
}

function anchor(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
