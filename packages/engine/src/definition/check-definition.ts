import { resolve } from 'node:path';
import type { Catalog, Model } from '../catalog/catalog.ts';
import { recordingCatalog } from '../catalog/recording-catalog.ts';
import { resolveModel } from '../catalog/resolve.ts';
import { nearest, type Problem } from '../errors/index.ts';
import { resolveFileOptions } from '../file/options.ts';
import { effectiveExport } from '../template/effective-export.ts';
import { loadTemplates } from '../template/load-templates.ts';
import { placeProblems } from '../template/place-problems.ts';
import type { Template, TemplateLibrary } from '../template/template.ts';
import type { Temporal } from '../time/index.ts';
import { parseZone } from '../time/zone.ts';
import type { WorkspaceConfig } from '../workspace/schema.ts';
import { type AudienceSettings, checkAudience } from './check-audience.ts';
import { Checks } from './check-context.ts';
import { checkCriterion } from './check-criterion.ts';
import { checkFields } from './check-fields.ts';
import { checkKpis } from './check-kpis.ts';
import { checkChecks, checkDeliver, checkFile, checkNotify, checkWindowOf } from './check-output.ts';
import { checkSchedule } from './check-schedule.ts';
import { inOrder } from './order-problems.ts';
import type { Parsed } from './parse-definition.ts';
import { type ExportDefinition, exportSchema, type TemplateDefinition } from './schema.ts';

/** What an export is checked against; a `Workspace` is one. */
export interface CheckedAgainst {
  /** Absolute path; undefined where there are no files to look at. */
  readonly folder?: string;
  readonly config: WorkspaceConfig;
  readonly catalog: Catalog & { readonly problemsOf?: (model: string) => readonly Problem[] };
  /** Default: the built-in ones. */
  readonly templates?: TemplateLibrary;
  readonly limits: { readonly maxWindow: string; readonly maxDimensions: number };
  readonly audience: AudienceSettings;
  /** Files of the workspace, as they are shown, whose export has this name; undefined where nobody knows. */
  readonly exportsNamed?: (name: string) => readonly string[];
  /** For what depends on the day: a schedule's coming firings. Default: the machine's clock. */
  readonly now?: Temporal.Instant;
}

/** An export that was checked. */
export interface CheckedExport {
  /** With all that the template says which it extends (D8). */
  readonly effective: Parsed<ExportDefinition>;
  readonly problems: readonly Problem[];
}

/**
 * Everything about an export that can be told without running it, each problem at its word, in one pass (V4, C1). With
 * mistakes in some keys the others are still checked. Problems inside the model files and the template that it needs
 * are among the answer.
 */
export const checkDefinition = (parsed: Parsed<ExportDefinition>, workspace: CheckedAgainst): readonly Problem[] =>
  checkExport(parsed, workspace).problems;

/** As {@link checkDefinition}, with the export that was checked. */
export function checkExport(parsed: Parsed<ExportDefinition>, workspace: CheckedAgainst): CheckedExport {
  const { catalog, touched } = recordingCatalog(workspace.catalog);
  const templates = workspace.templates ?? loadTemplates();
  const standardFields = (model: string) => {
    const fields = catalog.models.get(model)?.fields.keys();
    return fields && [...fields];
  };
  const { parsed: effective, problems, template } = effectiveExport(parsed, templates, standardFields);
  const found = [...effective.problems, ...problems, ...checkParsed(effective, { ...workspace, catalog })];
  const placed = template
    ? placeProblems(found, parsed.yaml, template, checkTemplate(template, { ...workspace, catalog }))
    : inOrder(found);
  const inModels = [...touched].flatMap(name => workspace.catalog.problemsOf?.(name) ?? []);
  return { effective, problems: [...placed, ...inOrder(inModels)] };
}

/** Everything about a template that can be told without an export that extends it (D8). */
export function checkTemplate(
  { parsed, problems }: Pick<Template, 'parsed' | 'problems'>,
  workspace: CheckedAgainst,
): readonly Problem[] {
  return inOrder([...problems, ...checkParsed(parsed, workspace, 'the template')]);
}

function checkParsed(
  { value, yaml }: Parsed<ExportDefinition | TemplateDefinition>,
  workspace: CheckedAgainst,
  what?: string,
): readonly Problem[] {
  const definition = value ?? partialExport(yaml.value);
  if (!definition) return [];
  const checks = new Checks(yaml, workspace.catalog, what);
  checkAll(checks, definition, workspace);
  return checks.problems;
}

/** The keys of an export that are right, when others are not; undefined for what is no mapping. */
function partialExport(value: unknown): Partial<ExportDefinition> | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const entries = Object.entries(exportSchema.shape).flatMap(([key, schema]) => {
    const written = (value as Readonly<Record<string, unknown>>)[key];
    const parsed = schema.safeParse(written);
    return written !== undefined && parsed.success ? [[key, parsed.data]] : [];
  });
  return Object.fromEntries(entries);
}

function checkAll(checks: Checks, definition: Partial<ExportDefinition>, workspace: CheckedAgainst): void {
  const model = checkModelName(checks, definition);
  checkParts(checks, definition);
  checkName(checks, definition.name, workspace);
  if (definition.timezone !== undefined) {
    const zone = parseZone(definition.timezone);
    if (!zone.ok) checks.local(['timezone'], zone.problems);
  }
  if (model) checkSelection(checks, model, definition, workspace);
  checkWindowOf(checks, model, definition, workspace.limits.maxWindow);
  checkFile(checks, model, definition.file);
  checkDeliver(checks, definition, workspace.config);
  checkChecks(checks, definition);
  checkSchedule(checks, definition, workspace);
  checkNotify(checks, definition.notify);
}

function checkModelName(checks: Checks, { model, extends: template }: Partial<ExportDefinition>): Model | undefined {
  if (model === undefined) {
    if (template === undefined && !['model', 'extends', 'template'].some(key => checks.exists([key]))) {
      const meaning = 'It is the model of the catalog that is exported.';
      checks.add('missing-key', { key: 'model', where: 'the export', meaning }, [], { expected: 'model' });
    }
    return undefined;
  }
  const resolved = resolveModel(checks.catalog, model);
  if (resolved.ok) return resolved.value;
  checks.failure(['model'], resolved.failure);
  return undefined;
}

/** D1: a name is an export's own: its journal, its last success and its file go by it. */
function checkName(checks: Checks, name: string | undefined, { exportsNamed }: CheckedAgainst): void {
  const { file } = checks.yaml;
  if (name === undefined || file === undefined || !exportsNamed) return;
  const [other] = exportsNamed(name).filter(one => resolve(one) !== resolve(file));
  if (other !== undefined) checks.add('duplicate-name', { name, other }, ['name'], { found: name });
}

/** Which keys an export needs, and which exclude each other (D3, D5, D6, D8). */
function checkParts(checks: Checks, definition: Partial<ExportDefinition>): void {
  const has = (key: string) => checks.exists([key]);
  const where = checks.what;
  // `feilds` is told as an unknown key with the right word; that the right one is missing would be the same again.
  const keys = Object.keys((checks.yaml.value ?? {}) as object).filter(key => !Object.hasOwn(exportSchema.shape, key));
  const slipped = (...words: string[]) => keys.some(key => nearest(key, words).length > 0);
  if (has('fields') && has('kpis'))
    checks.add('not-allowed-together', { keys: ['fields', 'kpis'], where }, ['kpis'], { found: 'kpis' }, 'key');
  if (has('kpis') && definition.aggregate === true) {
    checks.add(
      'not-allowed-together',
      { keys: ['aggregate', 'kpis'], where },
      ['aggregate'],
      { found: 'aggregate' },
      'key',
    );
  }
  // A template may leave to the export what it likes; an export that extends what is not there cannot be judged.
  if (!has('extends') && !has('template')) {
    if (!has('fields') && !has('kpis') && !slipped('fields', 'kpis')) {
      checks.add('missing-choice', { keys: ['fields', 'kpis'], where }, [], { expected: 'fields, kpis' });
    }
    if (has('dimensions') && !has('kpis')) {
      const params = { key: 'kpis', where, meaning: 'Dimensions break up KPIs.' };
      checks.add('missing-key', params, ['dimensions'], { expected: 'kpis' }, 'key');
    }
    if (!has('filters') && !slipped('filters')) checks.add('filters-missing', {}, [], { expected: 'filters' });
    for (const key of ['add', 'remove']) {
      if (has(key)) checks.add('change-without-template', { key }, [key], { found: key }, 'key');
    }
  }
}

function checkSelection(
  checks: Checks,
  model: Model,
  definition: Partial<ExportDefinition>,
  { config, limits, audience, folder }: CheckedAgainst,
): void {
  const facts = {
    aggregate: definition.aggregate === true,
    hasHashKey: config.protect?.hash_key !== undefined,
    decimalComma: resolveFileOptions(definition.file).options.decimalComma,
  };
  if (definition.fields !== undefined) checkFields(checks, model, definition.fields, facts);
  if (definition.add?.fields !== undefined) checkFields(checks, model, definition.add.fields, facts, ['add', 'fields']);
  checkKpis(checks, model, definition, { ...facts, maxDimensions: limits.maxDimensions });
  for (const [s, set] of (definition.filters?.any ?? []).entries()) {
    const base = checks.exists(['filters', 'any']) ? ['filters', 'any', s, 'all'] : ['filters', 'all'];
    for (const [c, criterion] of set.all.entries()) checkCriterion(checks, model, criterion, [...base, c]);
  }
  for (const [s, set] of (definition.add?.filters ?? []).entries()) {
    for (const [c, criterion] of set.all.entries()) {
      checkCriterion(checks, model, criterion, ['add', 'filters', s, 'all', c]);
    }
  }
  if (definition.audience !== undefined) checkAudience(checks, model, definition.audience, audience, folder);
}
