import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { checkModels } from '../catalog/check-model.ts';
import { type LoadedCatalog, loadCatalog, type ModelFile } from '../catalog/load-catalog.ts';
import { inOrder } from '../definition/order-problems.ts';
import { type Parsed, parseWorkspace } from '../definition/parse-definition.ts';
import { type KeyPath, type ParsedYaml, parseYaml, pathText } from '../definition/parse-yaml.ts';
import { type DestinationConfig, destinationSchema } from '../delivery/config.ts';
import { fail, failOnErrors, nearest, type Problem, problem } from '../errors/index.ts';
import { type SourceConfig, sourceSchema } from '../rows/config.ts';
import { loadTemplates } from '../template/load-templates.ts';
import { PUBLISHED_FILE } from '../template/published.ts';
import type { TemplateLibrary } from '../template/template.ts';
import { checkSecrets } from './check-workspace.ts';
import { expandSecrets, expandSettings, type Surroundings } from './expand-secrets.ts';
import { exportNames } from './export-names.ts';
import { WORKSPACE_DEFAULTS, type WorkspaceConfig } from './schema.ts';
import { localSecrets, type SecretStore } from './secret-store.ts';

export const WORKSPACE_FILE = 'waybill.yaml';

export interface WorkspaceOptions {
  /** Environment that `${env:…}` is read from. Default: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** Folder that shown paths count from. Default: this process's. */
  readonly cwd?: string;
  /** Text of files that an editor holds unsaved, by absolute path. */
  readonly unsaved?: ReadonlyMap<string, string>;
  /** Asked for a secret before this machine is (`.waybill/secrets`, environment); what it says is missing is looked for there. */
  readonly secrets?: SecretStore;
  /** More destinations, written as in waybill.yaml; one that waybill.yaml has too is what waybill.yaml says. */
  readonly destinations?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A workspace folder (K1). Loading it reads waybill.yaml alone; models are read when they are asked for. */
export interface Workspace {
  /** Absolute path. */
  readonly folder: string;
  /** Path of waybill.yaml as the user would name it. */
  readonly file: string;
  /** What could be understood; with errors in `problems` it may lack parts. */
  readonly config: WorkspaceConfig;
  readonly yaml: ParsedYaml;
  readonly catalog: LoadedCatalog;
  /** Of the folder templates/, and the built-in ones (D8). */
  readonly templates: TemplateLibrary;
  /** What is wrong with waybill.yaml. */
  readonly problems: readonly Problem[];
  /** Zone of exports that name none (D1). */
  readonly brandZone: string;
  readonly limits: {
    /** D9, e.g. `1 year`. */
    readonly maxWindow: string;
    readonly maxDimensions: number;
    readonly keepFiles: string;
    readonly destinationHosts: readonly string[] | undefined;
  };
  /** D7 */
  readonly audience: { readonly model: string; readonly segment: string; readonly group: string };
  /** Files of `exports/` whose export has this name, as they are shown; texts are scanned, not parsed. */
  exportsNamed(name: string): readonly string[];
  /** What is wrong with the catalog; reads every model. */
  catalogProblems(): readonly Problem[];
  /** Settings of a source with its secrets put in; throws what is wrong with it, as coded problems. */
  source(name: string): SourceConfig;
  /** Settings of a destination with its secrets put in; throws what is wrong with it, as coded problems. */
  destination(name: string): DestinationConfig;
  /** Key of `protect: hash` (D2); undefined when the workspace has none. */
  hashKey(): string | undefined;
}

/** The workspace that a file or folder belongs to: the nearest folder above with a waybill.yaml; undefined if none. */
export function findWorkspace(path: string): string | undefined {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (statSync(join(folder, WORKSPACE_FILE), { throwIfNoEntry: false })?.isFile()) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** As {@link findWorkspace}; throws `workspace-missing`. */
export const requireWorkspace = (path: string): string =>
  findWorkspace(path) ?? fail('workspace-missing', { from: path });

/** Loads a workspace. Never throws for what people wrote: that is in `problems`. */
export function loadWorkspace(folder: string, options: WorkspaceOptions = {}): Workspace {
  const { env = process.env, cwd = process.cwd(), unsaved } = options;
  const root = resolve(cwd, folder);
  const shown = (path: string) => relative(cwd, path) || path;
  const readText = (path: string) => unsaved?.get(path) ?? readFileSync(path, 'utf8');
  const file = shown(join(root, WORKSPACE_FILE));
  const { parsed, unreadable } = readWorkspaceFile(() => readText(join(root, WORKSPACE_FILE)), file);
  const { yaml } = parsed;
  const own = parsed.value ?? partialConfig(yaml.value);
  const config = { ...own, destinations: { ...options.destinations, ...own.destinations } };
  const catalog = loadCatalog(
    filesIn(join(root, 'catalog'), '.model.yaml', shown, readText, unsaved),
    Object.keys(config.sources),
  );
  const record = join(root, 'templates', PUBLISHED_FILE);
  const templates = loadTemplates(filesIn(join(root, 'templates'), '.template.yaml', shown, readText, unsaved), {
    file: shown(record),
    text: () => (unsaved?.has(record) || existsSync(record) ? readText(record) : ''),
  });
  /** Destinations that are not of waybill.yaml have no place in it, only a key. */
  const keyOnly = (path: KeyPath) => ({ path: pathText(path) });
  const elsewhere: ParsedYaml = { ...parseYaml(''), locate: keyOnly, locateInside: keyOnly };
  const surroundings: Surroundings = { env, secrets: oneAfterTheOther(options.secrets, localSecrets(root, env)) };

  const settings = (section: 'sources' | 'destinations', name: string) =>
    Object.hasOwn(config[section], name) ? { written: config[section][name], path: [section, name] } : undefined;

  return {
    folder: root,
    file,
    config,
    yaml,
    catalog,
    templates,
    problems: inOrder([...unreadable, ...parsed.problems, ...(yaml.value === undefined ? [] : checkSecrets(yaml))]),
    brandZone: config.brand.timezone ?? WORKSPACE_DEFAULTS.timezone,
    limits: {
      maxWindow: config.limits?.max_window ?? WORKSPACE_DEFAULTS.maxWindow,
      maxDimensions: config.limits?.max_dimensions ?? WORKSPACE_DEFAULTS.maxDimensions,
      keepFiles: config.limits?.keep_files ?? WORKSPACE_DEFAULTS.keepFiles,
      destinationHosts: config.limits?.destination_hosts,
    },
    audience: {
      model: config.audience?.model ?? WORKSPACE_DEFAULTS.audienceModel,
      segment: config.audience?.segment ?? WORKSPACE_DEFAULTS.segmentPredicate,
      group: config.audience?.group ?? WORKSPACE_DEFAULTS.groupPredicate,
    },
    exportsNamed: exportNames(join(root, 'exports'), shown, readText, unsaved),
    catalogProblems: () => [...catalog.fileProblems(), ...checkModels(catalog)],
    source: name => {
      const sources = Object.keys(config.sources);
      const found = settings('sources', name);
      if (!found)
        return fail('unknown-source', { source: name, sources }, { found: name, suggestions: nearest(name, sources) });
      const { value, problems } = expandSettings(sourceSchema, found.written, found.path, yaml, surroundings);
      failOnErrors(problems);
      return value as SourceConfig;
    },
    destination: name => {
      const names = Object.keys(config.destinations);
      const found = settings('destinations', name);
      if (!found) {
        return fail(
          'unknown-destination',
          { destination: name, names },
          { found: name, suggestions: nearest(name, names) },
        );
      }
      const at = Object.hasOwn(own.destinations, name) ? yaml : elsewhere;
      const { value, problems } = expandSettings(destinationSchema, found.written, found.path, at, surroundings);
      failOnErrors(problems);
      return value as DestinationConfig;
    },
    hashKey: () => {
      const written = config.protect?.hash_key;
      if (written === undefined) return undefined;
      const { value, problems } = expandSecrets(written, ['protect', 'hash_key'], yaml, surroundings);
      failOnErrors(problems);
      return value as string;
    },
  };
}

/** Where a secret is missing, people are told of the places of this machine: those they can reach. */
function oneAfterTheOther(first: SecretStore | undefined, local: SecretStore): SecretStore {
  if (!first) return local;
  return {
    ...local,
    get: name => {
      const answer = first.get(name);
      return answer.found || answer.reason !== 'missing' ? answer : local.get(name);
    },
  };
}

function readWorkspaceFile(
  read: () => string,
  file: string,
): { readonly parsed: Parsed<WorkspaceConfig>; readonly unreadable: readonly Problem[] } {
  try {
    return { parsed: parseWorkspace(read(), file), unreadable: [] };
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code;
    if (detail === undefined) throw error;
    const unreadable = [problem('workspace-unreadable', { file, detail }, { place: { file } })];
    return { parsed: { value: undefined, problems: [], yaml: parseYaml('', file) }, unreadable };
  }
}

/** What an incomplete waybill.yaml still says: enough for an editor to know its sources and destinations. */
function partialConfig(value: unknown): WorkspaceConfig {
  const mapping = (item: unknown): Readonly<Record<string, unknown>> =>
    item !== null && typeof item === 'object' && !Array.isArray(item) ? (item as Record<string, unknown>) : {};
  const entries = (item: unknown) =>
    Object.fromEntries(Object.entries(mapping(item)).map(([name, settings]) => [name, { ...mapping(settings) }]));
  const whole = mapping(value);
  const { name } = mapping(whole.brand);
  return {
    version: 1,
    brand: { name: typeof name === 'string' ? name : '' },
    sources: entries(whole.sources),
    destinations: entries(whole.destinations),
  };
}

/** The files of a folder by the end of their names, with those that were never saved; each is read when it is needed. */
function filesIn(
  folder: string,
  ending: string,
  shown: (path: string) => string,
  read: (path: string) => string,
  unsaved: WorkspaceOptions['unsaved'],
): ModelFile[] {
  const held = [...(unsaved?.keys() ?? [])].filter(path => dirname(path) === folder && path.endsWith(ending));
  return [...new Set([...savedIn(folder, ending), ...held])].sort().map(path => ({
    file: shown(path),
    read: () => read(path),
  }));
}

function savedIn(folder: string, ending: string): readonly string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    // No such folder yet: an export then hears that its model or template is not known.
    return [];
  }
  return entries
    .filter(entry => entry.name.endsWith(ending) && !entry.isDirectory())
    .map(entry => join(folder, entry.name));
}
