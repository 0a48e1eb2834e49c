import assert from 'node:assert/strict';
import { Validator } from '@seriousme/openapi-schema-validator';
import { openApiDocument, ROUTES, type RouteName, type RouteSpec, takesKey } from '@waybill/api';
import { parseExport } from '@waybill/engine/definition';
import { CATALOGUE } from '@waybill/engine/errors';

type Values = Readonly<Record<string, unknown>>;

const document = openApiDocument('1.2.3');
const routes = Object.entries(ROUTES) as [RouteName, RouteSpec][];
const operationOf = (spec: RouteSpec) => {
  const operation = document.paths[spec.path]?.[spec.method.toLowerCase()];
  assert.ok(operation, `${spec.method} ${spec.path}`);
  return operation;
};

/** Every object in a value. */
function* objectsIn(value: unknown): Generator<Values> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield value as Values;
  for (const item of Object.values(value)) yield* objectsIn(item);
}

describe('the OpenAPI document', () => {
  it('C2: is valid OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
    assert.ok(valid, JSON.stringify(errors, null, 2));
    assert.deepEqual([document.openapi, document.info.version], ['3.1.0', '1.2.3']);
  });

  it('C2: has every route, under the name that the client calls it by', () => {
    for (const [name, spec] of routes) {
      const operation = operationOf(spec);
      assert.equal(operation.operationId, name);
      assert.deepEqual(operation.tags, [spec.tag]);
      assert.ok(operation.description?.includes(`Role: \`${spec.role}\``), name);
    }
    const ids = Object.values(document.paths).flatMap(methods => Object.values(methods).map(one => one.operationId));
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(ids.length, routes.length + 2);
    const known = new Set(document.tags.map(tag => tag.name));
    for (const [name, spec] of routes) assert.ok(known.has(spec.tag), `${name}: ${spec.tag}`);
  });

  it('C2: names every parameter of path and query, and the key where one is taken', () => {
    for (const [name, spec] of routes) {
      const { parameters = [] } = operationOf(spec) as { parameters?: readonly Values[] };
      const of = (where: string) => parameters.filter(p => p.in === where).map(p => String(p.name));
      const inPath = [...spec.path.matchAll(/\{(\w+)\}/g)].map(match => match[1]);
      assert.deepEqual(of('path').sort(), [...inPath].sort(), name);
      assert.deepEqual(of('query'), Object.keys(spec.query?.shape ?? {}), name);
      const key = parameters.some(p => p.$ref === '#/components/parameters/IdempotencyKey');
      assert.equal(key, takesKey(spec), name);
    }
  });

  it('C2: every reference leads somewhere, and every component is used', () => {
    const used = new Set<string>();
    for (const { $ref } of objectsIn(document)) {
      if (typeof $ref !== 'string') continue;
      used.add($ref);
      const [, kind = '', name = ''] = /^#\/components\/(\w+)\/(\w+)$/.exec($ref) ?? [];
      assert.ok(document.components[kind]?.[name] !== undefined, $ref);
    }
    for (const kind of ['schemas', 'parameters', 'responses']) {
      for (const name of Object.keys(document.components[kind] ?? {})) {
        assert.ok(used.has(`#/components/${kind}/${name}`), `${kind}/${name} is not used`);
      }
    }
    for (const schema of ['Export', 'Run', 'ProblemDetails', 'Receipt', 'Token']) {
      assert.ok(schema in document.components.schemas, schema);
    }
  });

  it('C2: every answer and every error has its form', () => {
    for (const [name, spec] of routes) {
      const { responses } = operationOf(spec) as unknown as { responses: Readonly<Record<string, Values>> };
      const [success = ''] = Object.keys(responses).filter(status => /^2/.test(status));
      const content = Object.keys((responses[success]?.content ?? {}) as Values);
      const expected = spec.stream
        ? { events: ['text/event-stream'], file: ['application/octet-stream'] }[spec.stream]
        : spec.response
          ? ['application/json']
          : [];
      assert.deepEqual(content, expected, name);
      for (const status of ['400', '401', '403', '429', 'default']) assert.ok(status in responses, `${name} ${status}`);
    }
  });

  it('C2: a body says which keys it takes, and no others; an answer may have more later', () => {
    const body = (spec: RouteSpec) =>
      (operationOf(spec).requestBody as { content: { 'application/json': { schema: Values } } }).content[
        'application/json'
      ].schema;
    for (const [name, spec] of routes) if (spec.body) assert.equal(body(spec).additionalProperties, false, name);
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      for (const part of objectsIn(schema)) assert.notEqual(part.additionalProperties, false, name);
    }
  });

  it('C2: the codes that a route names are of the catalogue', () => {
    for (const [name, spec] of routes) {
      for (const code of spec.problems ?? []) assert.ok(code in CATALOGUE, `${name}: ${code}`);
    }
  });

  it('C2: the definition that stands as an example is one', () => {
    const examples = [...objectsIn(document)].flatMap(part =>
      Array.isArray(part.examples)
        ? part.examples.filter(one => typeof one === 'string' && one.startsWith('version: 1'))
        : [],
    );
    assert.ok(examples.length >= 2);
    for (const text of examples) assert.deepEqual(parseExport(text as string, 'example').problems, []);
  });
});
