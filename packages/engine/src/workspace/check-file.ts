import { resolve } from 'node:path';
import { checkModel } from '../catalog/check-model.ts';
import { type Beside, besideMistakes } from '../definition/beside-mistakes.ts';
import { checkExport, checkTemplate } from '../definition/check-definition.ts';
import { type NamedKey, namedKey } from '../definition/named-key.ts';
import { inOrder } from '../definition/order-problems.ts';
import {
  type FileKind,
  type Parsed,
  parseExport,
  parseModel,
  parseTemplate,
  parseWorkspace,
} from '../definition/parse-definition.ts';
import type { ExportDefinition, TemplateDefinition } from '../definition/schema.ts';
import type { Problem } from '../errors/index.ts';
import type { Temporal } from '../time/index.ts';
import { checkSecrets } from './check-workspace.ts';
import type { Workspace } from './load-workspace.ts';

/** One file of a workspace as it is checked. */
export interface FileToCheck {
  readonly kind: FileKind;
  /** Path as problems show it. */
  readonly file: string;
  readonly text: string;
  /** The text, parsed as its kind; saves parsing it twice. */
  readonly parsed?: Parsed<unknown>;
}

export interface CheckedFile {
  /**
   * Of the file, and of the models and the template that it needs. What is wrong with waybill.yaml is among those of
   * waybill.yaml alone.
   */
  readonly problems: readonly Problem[];
  /**
   * The receiver's key that the file, with all that its template says, encrypts to (O4). Whether it is there and can be
   * used is told by `publicKeyProblems`, which reads it.
   */
  readonly key: NamedKey | undefined;
}

/**
 * Everything about one file that can be told without asking a database or a server: the one check of the command line
 * and of editors (V4, C1). Where a line cannot be read, what is surely wrong beside it is told as well.
 */
export function checkFile(
  { kind, file, text, parsed }: FileToCheck,
  workspace: Workspace,
  now?: Temporal.Instant,
): CheckedFile {
  const checked = checkAs(kind, file, parsed ?? PARSERS[kind](text, file), workspace, now);
  const mistakes = checked.parsed.yaml.problems;
  for (const beside of besideMistakes(checked.parsed.yaml.text, mistakes)) {
    const others = parsedBeside(kind, beside.text, file);
    if (others.yaml.problems.length > 0) continue;
    return {
      problems: inOrder([...checked.problems, ...besides(kind, file, others, beside, workspace)]),
      key: undefined,
    };
  }
  return { problems: checked.problems, key: checked.key };
}

const PARSERS: Readonly<Record<FileKind, (text: string, file: string) => Parsed<unknown>>> = {
  export: parseExport,
  template: parseTemplate,
  model: parseModel,
  workspace: parseWorkspace,
};

let lastBeside: { readonly kind: FileKind; readonly text: string; readonly parsed: Parsed<unknown> } | undefined;

/**
 * The last one is kept: from one key to the next in a line that cannot be read yet, all around it is the same text, and
 * parsing takes most of the time of a check.
 */
function parsedBeside(kind: FileKind, text: string, file: string): Parsed<unknown> {
  if (lastBeside?.kind === kind && lastBeside.text === text && lastBeside.parsed.yaml.file === file) {
    return lastBeside.parsed;
  }
  const parsed = PARSERS[kind](text, file);
  lastBeside = { kind, text, parsed };
  return parsed;
}

interface Checked extends CheckedFile {
  readonly parsed: Parsed<unknown>;
}

function checkAs(
  kind: FileKind,
  file: string,
  parsed: Parsed<unknown>,
  workspace: Workspace,
  now: Temporal.Instant | undefined,
): Checked {
  const against = now === undefined ? workspace : { ...workspace, now };
  switch (kind) {
    case 'workspace':
      return { problems: workspace.problems, key: undefined, parsed };
    case 'model':
      return { problems: modelProblems(file, parsed, workspace), key: undefined, parsed };
    case 'template':
      return checkTemplateFile(file, parsed as Parsed<TemplateDefinition>, workspace);
    case 'export': {
      const { effective, problems } = checkExport(parsed as Parsed<ExportDefinition>, against);
      return { problems, key: namedKey(effective.yaml), parsed };
    }
  }
}

/** A model with what the catalog knows of it: what it says about others, and whether another file declares it too. */
function modelProblems(file: string, parsed: Parsed<unknown>, { catalog }: Workspace): readonly Problem[] {
  const name = catalog.nameOf(file);
  if (name === undefined) return parsed.problems;
  const own = [...catalog.problemsOf(name), ...checkModel(catalog, name), ...catalog.fileProblems()];
  // Of two files that declare one model, the catalog has the first.
  const first = catalog.parsed(name)?.yaml.file;
  const all = first !== undefined && samePath(first, file) ? own : [...parsed.problems, ...own];
  return all.filter(({ place }) => place?.file === undefined || samePath(place.file, file));
}

/** A template with what the workspace knows of it: whether it was published, or stands in another file too (D8). */
function checkTemplateFile(file: string, parsed: Parsed<TemplateDefinition>, workspace: Workspace): Checked {
  const { templates } = workspace;
  const known = templates.all().find(t => t.file !== undefined && samePath(t.file, file));
  const found = checkTemplate(known ?? { parsed, problems: parsed.problems }, workspace);
  const ofFolder = templates.folderProblems().filter(({ place }) => place?.file === templates.record.file);
  return { problems: [...found, ...ofFolder], key: namedKey(parsed.yaml), parsed };
}

/** What is surely wrong beside the lines that could not be read. */
function besides(
  kind: FileKind,
  file: string,
  parsed: Parsed<unknown>,
  beside: Beside,
  workspace: Workspace,
): readonly Problem[] {
  const found =
    kind === 'export'
      ? checkExport(parsed as Parsed<ExportDefinition>, workspace).problems
      : kind === 'template'
        ? checkTemplate({ parsed: parsed as Parsed<TemplateDefinition>, problems: parsed.problems }, workspace)
        : kind === 'workspace'
          ? [...parsed.problems, ...checkSecrets(parsed.yaml)]
          : parsed.problems;
  return beside.sure(found.filter(({ place }) => place?.file === file));
}

/** Whether two paths that are shown to people are one file. */
const samePath = (one: string, other: string): boolean => resolve(one) === resolve(other);
