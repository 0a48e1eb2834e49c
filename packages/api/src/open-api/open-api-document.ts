import { ROUTES } from '../routes/index.ts';
import { type RouteSpec, successStatus, takesKey } from '../routes/route.ts';
import { problemDetailsSchema } from '../schemas/common.ts';
import { runEventSchema } from '../schemas/runs.ts';
import { healthSchema, readySchema } from '../schemas/service.ts';
import { type JsonSchema, SchemaCollector } from './json-schema.ts';
import { PARAMETERS, RESPONSES, TAGS } from './shared-parts.ts';

/** An OpenAPI document, as data. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly security: readonly unknown[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly [part: string]: Readonly<Record<string, unknown>>;
  };
}

export interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

const DESCRIPTION = `Everything that Waybill can do, over HTTP: the command line, Slack and VS Code use nothing else.

Send the token as \`Authorization: Bearer wb_…\`. Lists come in pages: give \`next\` of one as \`cursor\` of the next. Errors
are \`application/problem+json\` with the codes of Waybill's error catalogue, each with its place, what to do, and the
nearest right words. Whatever changes something takes an \`Idempotency-Key\`, with which it can be sent again safely.`;

/** The API as OpenAPI 3.1 (C2), made from the very schemas that requests are read and answers are written by. */
export function openApiDocument(version: string): OpenApiDocument {
  const schemas = new SchemaCollector();
  schemas.answered(problemDetailsSchema);
  const paths: Record<string, Record<string, OpenApiOperation>> = {};
  const add = (path: string, method: string, operation: OpenApiOperation) => {
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  };
  for (const [name, spec] of Object.entries(ROUTES)) add(spec.path, spec.method, operationOf(name, spec, schemas));
  add('/health', 'get', openOperation('health', 'Whether the process answers', schemas.answered(healthSchema)));
  add('/ready', 'get', {
    ...openOperation(
      'ready',
      'Whether it can work: database, workspace, files, schedules',
      schemas.answered(readySchema),
    ),
    responses: {
      200: { description: 'It can.', content: json(schemas.answered(readySchema)) },
      503: { description: 'It cannot; the checks say why.', content: json(schemas.answered(readySchema)) },
    },
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Waybill', version, description: DESCRIPTION },
    servers: [{ url: '/' }],
    tags: TAGS,
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Made with `waybill token create` or `POST /v1/tokens`.',
        },
      },
      parameters: PARAMETERS,
      responses: RESPONSES,
      schemas: Object.fromEntries(Object.entries(schemas.components).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

const openOperation = (operationId: string, summary: string, schema: JsonSchema): OpenApiOperation => ({
  operationId,
  tags: ['Service'],
  summary,
  security: [],
  responses: { 200: { description: 'It does.', content: json(schema) } },
});

function operationOf(name: string, spec: RouteSpec, schemas: SchemaCollector): OpenApiOperation {
  const reference = (kind: string, id: string) => ({ $ref: `#/components/${kind}/${id}` });
  const required = Object.values(spec.body?.shape ?? {}).some(part => part._zod.optin === undefined);
  return {
    operationId: name,
    tags: [spec.tag],
    summary: spec.summary,
    description: descriptionOf(spec),
    parameters: [
      ...parametersOf(spec.params, 'path', schemas),
      ...parametersOf(spec.query, 'query', schemas),
      ...(takesKey(spec) ? [reference('parameters', 'IdempotencyKey')] : []),
      ...(spec.stream === 'events' ? [reference('parameters', 'LastEventId')] : []),
      ...(spec.stream === 'file' ? [reference('parameters', 'Range')] : []),
      reference('parameters', 'Via'),
      reference('parameters', 'OnBehalfOf'),
    ],
    ...(spec.body === undefined ? {} : { requestBody: { required, content: json(schemas.sent(spec.body)) } }),
    responses: {
      [successStatus(spec)]: successOf(spec, schemas),
      ...(spec.stream === 'file'
        ? { 206: { ...successOf(spec, schemas), description: 'The part that was asked for.' } }
        : {}),
      400: reference('responses', 'BadRequest'),
      401: reference('responses', 'Unauthorized'),
      403: reference('responses', 'Forbidden'),
      429: reference('responses', 'TooManyRequests'),
      default: reference('responses', 'Problem'),
    },
  };
}

function descriptionOf({ description, role, problems = [] }: RouteSpec): string {
  const codes = problems.map(code => `[\`${code}\`](/docs/errors#${code})`).join(', ');
  return [
    ...(description === undefined ? [] : [description]),
    `Role: \`${role}\`.`,
    ...(codes === '' ? [] : [`May refuse with ${codes}.`]),
  ].join('\n\n');
}

function parametersOf(schema: RouteSpec['params'], where: 'path' | 'query', schemas: SchemaCollector): unknown[] {
  return Object.entries(schema?.shape ?? {}).map(([name, part]) => {
    const { description, ...rest } = schemas.answered(part) as { description?: string };
    return {
      name,
      in: where,
      required: where === 'path' || part._zod.optin === undefined,
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

function successOf(
  spec: RouteSpec,
  schemas: SchemaCollector,
): { readonly description: string; readonly content?: unknown } {
  if (spec.stream === 'events') {
    return {
      description: 'Events as they happen: `run`, `log`, and `end` last. The schema is of one event, `data` as JSON.',
      content: { 'text/event-stream': { schema: schemas.answered(runEventSchema) } },
    };
  }
  if (spec.stream === 'file') {
    return {
      description: 'The bytes. `ETag` is their SHA-256, `Content-Disposition` has the name.',
      content: { 'application/octet-stream': { schema: {} } },
    };
  }
  if (spec.response === undefined) return { description: 'Done.' };
  const description = spec.status === 202 ? 'Accepted; it happens soon.' : 'The answer.';
  return { description, content: json(schemas.answered(spec.response)) };
}
