import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { type FileKind, fileKindOf } from '@waybill/engine/definition';
import { Ajv, type ValidateFunction } from 'ajv';
import { jsonSchema } from '../src/json-schema/json-schema.ts';
import { CASES } from './support/fix-cases.ts';
import { documentOf, SAMPLES, textOf, workspaceOf } from './support/workspace.ts';

const KINDS: readonly FileKind[] = ['export', 'template', 'model', 'workspace'];

describe('V8 JSON Schemas', () => {
  const compile = (schema: object): ValidateFunction =>
    new Ajv({ strict: true, allowUnionTypes: true, formats: { email: true, uri: true } }).compile(schema);
  const plain = new Map<FileKind, ValidateFunction>();
  const named = new Map<FileKind, ValidateFunction>();
  before(() => {
    const { workspace } = workspaceOf();
    for (const kind of KINDS) {
      plain.set(kind, compile(jsonSchema(kind)));
      named.set(kind, compile(jsonSchema(kind, workspace)));
    }
  });

  it('V8 schema: every sample is right by it, also with the names of the workspace', () => {
    for (const file of SAMPLES) {
      const kind = fileKindOf(file) as FileKind;
      for (const validators of [plain, named]) {
        const validate = validators.get(kind) as ValidateFunction;
        assert.ok(validate(documentOf(file).yaml.value), `${file}: ${JSON.stringify(validate.errors)}`);
      }
    }
  });

  it('V8 schema: mistakes in keys, words and shapes are found by it', () => {
    const found = ['unknown-key', 'missing-key', 'wrong-type', 'wrong-value', 'no-value'];
    // What is missing or unknown by the rules over several keys is told by `waybill validate` alone.
    const overSeveral = ['of the file, told at another key', 'in braces', 'in an item'];
    let tried = 0;
    for (const { code, name, file, text } of CASES) {
      if (!found.includes(code) || overSeveral.includes(name ?? '')) continue;
      const validate = plain.get(fileKindOf(file) as FileKind) as ValidateFunction;
      const { value } = documentOf(file, text).yaml;
      if (file !== 'waybill.yaml' || code === 'unknown-key') assert.ok(!validate(value), `${code}: ${text}`);
      tried++;
    }
    assert.ok(tried > 10);
  });

  it('V8 schema: with a workspace, names that it does not have are found', () => {
    const text = textOf('exports/store-directory.export.yaml');
    const wrong = [
      text.replace('model: stores', 'model: store'),
      `${text}deliver: {to: nowhere}\n`,
      `${text}deliver: [{to: share}, {to: nowhere}]\n`,
      text.replace('model: stores', 'extends: sales@9'),
    ];
    for (const one of wrong) {
      const { value } = documentOf('exports/x.export.yaml', one).yaml;
      assert.ok(plain.get('export')?.(value), one);
      assert.ok(!named.get('export')?.(value), one);
    }
  });

  it('V8 schema: numbers may stand for text, and placeholders for what a secret or the environment holds', () => {
    const text = textOf('exports/store-directory.export.yaml').replace('name: store-directory', 'name: 2026');
    assert.ok(plain.get('export')?.(documentOf('exports/x.export.yaml', text).yaml.value));
    const workspace = (port: string) =>
      documentOf(
        'waybill.yaml',
        `version: 1\nbrand: {name: X}\ndestinations:\n  a: {type: sftp, host: h, user: u, host_key: "SHA256:abc", port: ${port}}\n`,
      ).yaml.value;
    assert.ok(plain.get('workspace')?.(workspace('22')));
    assert.ok(plain.get('workspace')?.(workspace('"${env:PORT}"')));
    assert.ok(!plain.get('workspace')?.(workspace('"many"')));
    assert.ok(!plain.get('workspace')?.(workspace('true')));
  });

  it('V8 schema: those of the documentation are what the code says (else: npm run docs)', () => {
    for (const kind of KINDS) {
      const page = readFileSync(new URL(`../../../docs/schemas/${kind}.schema.json`, import.meta.url), 'utf8');
      assert.deepEqual(JSON.parse(page), JSON.parse(JSON.stringify(jsonSchema(kind))), kind);
    }
  });

  it('V8 schema: every key of the language is in it, with its description', () => {
    const { properties } = jsonSchema('export') as { properties: Record<string, { description?: string }> };
    for (const key of ['model', 'fields', 'filters', 'window', 'file', 'deliver', 'schedule']) {
      assert.ok((properties[key]?.description ?? '') !== '', key);
    }
  });
});
