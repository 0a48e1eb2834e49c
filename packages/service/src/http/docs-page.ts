import type { OpenApiDocument, OpenApiOperation } from '@waybill/api';
import { type Html, html } from './html.ts';

/** The API as a page to read, made from its OpenAPI document. */

type Schema = Readonly<Record<string, unknown>>;
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}
interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: OpenApiOperation;
}

export function docsPage(document: OpenApiDocument): Html {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ method: method.toUpperCase(), path, operation })),
  );
  const byTag = document.tags.map(tag => ({
    tag,
    own: entries.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
  return html`
<h1>${document.info.title} API <span class="soft">${document.info.version}</span></h1>
${paragraphs(document.info.description)}
<p>For programs: <a href="/openapi.json">openapi.json</a> (OpenAPI ${document.openapi}). Every code of an error:
<a href="/docs/errors">errors</a>.</p>
<nav>${byTag.map(
    ({ tag, own }) =>
      html`<p><b>${tag.name}</b> <span class="soft">${tag.description}</span></p><ul>${own.map(
        ({ operation }) => html`<li><a href="#${operation.operationId}">${operation.operationId}</a></li>`,
      )}</ul>`,
  )}</nav>
${byTag.map(({ tag, own }) => html`<h2>${tag.name}</h2>${own.map(entry => operationPart(document, entry))}`)}
<h2>Schemas</h2>
${Object.entries(document.components.schemas).map(
  ([name, schema]) => html`<section id="schema-${name}"><h3>${name}</h3>${schemaTable(schema)}</section>`,
)}`;
}

function operationPart(document: OpenApiDocument, { method, path, operation }: Entry): Html {
  const { operationId, summary, description = '', parameters = [], requestBody, responses } = operation;
  const known = parameters.map(parameter => resolved<Parameter>(document, parameter)).filter(p => p.in !== 'header');
  const body = contentSchema(requestBody);
  return html`<section id="${operationId}"><h3>${summary}</h3>
<p><span class="method">${method}</span> <code>${path}</code> <span class="soft">${operationId}</span></p>
${paragraphs(description)}
${known.length > 0 && table(known.map(p => row(p.name, p.required, p.schema, p.description ?? '', p.in)))}
${body && html`<p>Body:</p>${schemaTable(body)}`}
${Object.entries(responses)
  .filter(([status]) => /^2/.test(status))
  .map(([status, response]) => answerPart(status, response))}
</section>`;
}

function answerPart(status: string, response: unknown): Html {
  const { description } = response as { description: string };
  const schema = contentSchema(response);
  const isShown = schema?.$ref === undefined && schema?.properties !== undefined;
  return html`<p>${status}: ${description} ${schema && !isShown && typeWords(schema)}</p>
${isShown && schema && schemaTable(schema)}`;
}

function contentSchema(part: unknown): Schema | undefined {
  const { content = {} } = (part ?? {}) as { content?: Readonly<Record<string, { schema?: Schema }>> };
  return Object.values(content)[0]?.schema;
}

function resolved<T>(document: OpenApiDocument, part: unknown): T {
  const { $ref } = part as { $ref?: string };
  const [, kind = '', name = ''] = /^#\/components\/(\w+)\/(\w+)$/.exec($ref ?? '') ?? [];
  return ($ref === undefined ? part : document.components[kind]?.[name]) as T;
}

function schemaTable(schema: Schema): Html {
  const {
    properties,
    required = [],
    $ref,
    description,
  } = schema as {
    properties?: Readonly<Record<string, Schema>>;
    required?: readonly string[];
    $ref?: string;
    description?: string;
  };
  if ($ref !== undefined || properties === undefined) {
    return html`<p>${typeWords(schema)} ${description !== undefined && inline(description)}</p>`;
  }
  const rows = Object.entries(properties).map(([name, part]) =>
    row(name, required.includes(name), part, String(part.description ?? '')),
  );
  return table(rows);
}

const table = (rows: readonly Html[]): Html => html`<table>${rows}</table>`;

const row = (name: string, required: boolean, schema: Schema, description: string, where?: string): Html =>
  html`<tr><td><code>${name}</code>${!required && html` <span class="soft">optional</span>`}</td>
<td>${typeWords(schema)}${where === 'query' && html` <span class="soft">in the query</span>`}</td>
<td>${inline(description)}${exampleOf(schema)}</td></tr>`;

function exampleOf({ examples }: Schema): Html | undefined {
  const [first] = (examples ?? []) as readonly unknown[];
  if (first === undefined) return undefined;
  return html`<pre><code>${typeof first === 'string' ? first : JSON.stringify(first, null, 2)}</code></pre>`;
}

function typeWords(schema: Schema): Html {
  const {
    $ref,
    type,
    enum: words,
    items,
    anyOf,
    oneOf,
    format,
    const: only,
    additionalProperties,
  } = schema as {
    readonly $ref?: string;
    readonly type?: string | readonly string[];
    readonly enum?: readonly unknown[];
    readonly items?: Schema;
    readonly anyOf?: readonly Schema[];
    readonly oneOf?: readonly Schema[];
    readonly format?: string;
    readonly const?: unknown;
    readonly additionalProperties?: unknown;
  };
  if ($ref !== undefined) {
    const name = $ref.split('/').at(-1) ?? '';
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  if (only !== undefined) return html`<code>${JSON.stringify(only)}</code>`;
  if (words) return html`${words.map((word, i) => html`${i > 0 && ' · '}<code>${String(word)}</code>`)}`;
  const branches = anyOf ?? oneOf;
  if (branches) return html`${branches.map((branch, i) => html`${i > 0 && ' or '}${typeWords(branch)}`)}`;
  if (type === 'array' && items) return html`list of ${typeWords(items)}`;
  if (type === 'object' && additionalProperties !== undefined && schema.properties === undefined) return html`mapping`;
  const said = [type ?? 'anything'].flat().map(one => (one === 'null' ? 'null' : (format ?? one)));
  return html`${said.join(' or ')}`;
}

const paragraphs = (text: string): Html => html`${text.split('\n\n').map(part => html`<p>${inline(part)}</p>`)}`;

/** Text with `code` and [links](/docs), as descriptions are written. */
function inline(text: string): Html {
  const parts = text.split(/(\[`[^`\]]+`\]\([^)\s]+\)|`[^`]*`)/);
  return html`${parts.map(part => {
    const [, label, target] = /^\[`([^`\]]+)`\]\((\/[^)\s]+)\)$/.exec(part) ?? [];
    if (label !== undefined && target !== undefined) return html`<a href="${target}"><code>${label}</code></a>`;
    return /^`.*`$/s.test(part) ? html`<code>${part.slice(1, -1)}</code>` : part;
  })}`;
}
