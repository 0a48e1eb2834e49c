import { isScalar } from 'yaml';
import type { z } from 'zod';
import { type ModelDefinition, modelSchema } from '../catalog/schema.ts';
import type { Problem } from '../errors/index.ts';
import { holdsPlaceholder } from '../workspace/placeholders.ts';
import { type WorkspaceConfig, workspaceSchema, writtenWorkspaceSchema } from '../workspace/schema.ts';
import { explain } from './explain.ts';
import { type KeyPath, type ParsedYaml, parseYaml } from './parse-yaml.ts';
import { type ExportDefinition, exportSchema, type TemplateDefinition, templateSchema } from './schema.ts';

/** The four kinds of file that people write, by the end of their name. */
export type FileKind = 'export' | 'template' | 'model' | 'workspace';

export interface Parsed<T> {
  /** Short forms resolved; undefined when there are errors. */
  readonly value: T | undefined;
  readonly problems: readonly Problem[];
  /** What was parsed, with places; also of an incomplete file. */
  readonly yaml: ParsedYaml;
}

export const FILE_SCHEMAS = {
  export: exportSchema,
  template: templateSchema,
  model: modelSchema,
  workspace: workspaceSchema,
} as const satisfies Record<FileKind, z.ZodType>;

const CALLED: Readonly<Record<FileKind, string>> = {
  export: 'the export',
  template: 'the template',
  model: 'the model',
  workspace: 'waybill.yaml',
};

/** Which kind of file a path names (V1); undefined for any other YAML. */
export function fileKindOf(path: string): FileKind | undefined {
  const name = path.split(/[/\\]/).at(-1) ?? '';
  if (name === 'waybill.yaml') return 'workspace';
  const [, kind] = /\.(export|template|model)\.yaml$/.exec(name) ?? [];
  return kind as FileKind | undefined;
}

function parseAs<T extends z.ZodType>(kind: FileKind, schema: T, yaml: ParsedYaml): Parsed<z.output<T>> {
  if (yaml.problems.length > 0) return { value: undefined, problems: yaml.problems, yaml };
  return { ...explain(schema, yaml, CALLED[kind]), yaml };
}

/** Reads a file of a known kind; `yaml` saves parsing a version of the text twice. */
export const parseExport = (text: string, file?: string, yaml = parseYaml(text, file)): Parsed<ExportDefinition> =>
  parseAs('export', exportSchema, yaml);

export const parseTemplate = (text: string, file?: string, yaml = parseYaml(text, file)): Parsed<TemplateDefinition> =>
  parseAs('template', templateSchema, yaml);

export const parseModel = (text: string, file?: string, yaml = parseYaml(text, file)): Parsed<ModelDefinition> =>
  parseAs('model', modelSchema, yaml);

/** Sources and destinations stay as written: their secrets are put in when they are used (K1). */
export function parseWorkspace(text: string, file?: string, yaml = parseYaml(text, file)): Parsed<WorkspaceConfig> {
  if (yaml.problems.length > 0) return { value: undefined, problems: yaml.problems, yaml };
  const isPlaceholder = (path: KeyPath) => {
    const node = yaml.nodeAt(path);
    return isScalar(node) && typeof node.value === 'string' && holdsPlaceholder(node.value);
  };
  const { problems } = explain(workspaceSchema, yaml, CALLED.workspace, yaml.value, { isPlaceholder });
  const written = writtenWorkspaceSchema.safeParse(yaml.value);
  return { value: problems.length === 0 && written.success ? written.data : undefined, problems, yaml };
}
