import { type Parsed, parseTemplate } from '../definition/parse-definition.ts';
import type { TemplateDefinition } from '../definition/schema.ts';
import { type Problem, problem } from '../errors/index.ts';
import { builtInTemplates } from './built-in.ts';
import { checksumOf } from './checksum.ts';
import { PUBLISHED_FILE, type Published, readPublished } from './published.ts';
import { byNameAndRelease, type Template, type TemplateId, type TemplateLibrary, templateText } from './template.ts';

/** One `*.template.yaml`; its text is read when a template is first asked for. */
export interface TemplateFile {
  /** Path as the user names it. */
  readonly file: string;
  readonly read: () => string;
}

interface Loaded {
  readonly templates: readonly Template[];
  readonly published: Published;
  readonly problems: readonly Problem[];
}

/** The templates of a workspace, found by what stands in their files, and the built-in ones (D8). */
export function loadTemplates(
  files: readonly TemplateFile[] = [],
  record: TemplateLibrary['record'] = { file: `templates/${PUBLISHED_FILE}`, text: () => '' },
): TemplateLibrary {
  let loaded: Loaded | undefined;
  const own = (): Loaded => {
    loaded ??= loadAll(files, record);
    return loaded;
  };
  const sameAs =
    ({ template, release }: TemplateId) =>
    (other: TemplateId) =>
      other.template === template && other.release === release;
  // A name of the workspace hides the built-in one of that name: that is an error, and one of the two has to be taken.
  const visible = () => {
    const names = new Set(own().templates.map(({ template }) => template));
    return [...own().templates, ...builtInTemplates().filter(({ template }) => !names.has(template))];
  };
  return {
    find: id => visible().find(sameAs(id)),
    names: () => [...new Set(visible().map(({ template }) => template))],
    releases: name => [
      ...new Set(
        visible()
          .filter(({ template }) => template === name)
          .map(({ release }) => release),
      ),
    ],
    all: visible,
    published: () => own().published,
    record,
    folderProblems: () => own().problems,
    problems: () => [...own().problems, ...own().templates.flatMap(({ problems }) => problems)],
  };
}

function loadAll(files: readonly TemplateFile[], record: TemplateLibrary['record']): Loaded {
  const problems: Problem[] = [];
  const read = (file: string, text: () => string): string | undefined => {
    try {
      return text();
    } catch (error) {
      const detail = (error as NodeJS.ErrnoException).code ?? String(error);
      problems.push(problem('template-unreadable', { file, detail }, { place: { file } }));
      return undefined;
    }
  };
  const { published, problems: inRecord } = readPublished(read(record.file, record.text) ?? '', record.file);
  problems.push(...inRecord);
  const templates: Template[] = [];
  for (const { file, read: readFile } of files) {
    const text = read(file, readFile);
    if (text === undefined) continue;
    const parsed = parseTemplate(text, file);
    const id = idOf(parsed);
    if (id === undefined) problems.push(...parsed.problems);
    else templates.push(ofWorkspace(id, file, parsed, published, templates));
  }
  return { templates: templates.sort(byNameAndRelease), published, problems };
}

function ofWorkspace(
  id: TemplateId,
  file: string,
  parsed: Parsed<TemplateDefinition>,
  published: Published,
  others: readonly Template[],
): Template {
  const template = templateText(id);
  const problems = [...parsed.problems];
  const checksum = parsed.value && checksumOf(parsed.value);
  const wanted = published.get(template);
  const state = wanted === undefined ? 'unpublished' : wanted === checksum ? 'published' : 'changed';
  const { yaml } = parsed;
  if (state === 'changed') {
    problems.push(
      problem('template-changed', { template, name: id.template, file }, { place: yaml.locate(['release']) }),
    );
  }
  const twin = others.find(other => other.template === id.template && other.release === id.release);
  if (twin) {
    const place = yaml.locate(['release']);
    problems.push(problem('duplicate-template', { template, other: twin.file ?? '' }, { place }));
  }
  if (builtInTemplates().some(({ template: name }) => name === id.template)) {
    const details = { place: yaml.locate(['template']), found: id.template };
    problems.push(problem('template-name-taken', { template: id.template }, details));
  }
  return { ...id, state, file, parsed, checksum, problems };
}

/** What a file names, also when there are mistakes in it; undefined when it cannot be told. */
function idOf({ value, yaml }: Parsed<TemplateDefinition>): TemplateId | undefined {
  if (value) return { template: value.template, release: value.release };
  const written = (yaml.value ?? {}) as { readonly template?: unknown; readonly release?: unknown };
  const template = written.template ?? /^template:[ \t]*["']?([\w-]+)/m.exec(yaml.text)?.[1];
  const release = Number(written.release ?? /^release:[ \t]*(\d+)/m.exec(yaml.text)?.[1]);
  return typeof template === 'string' && Number.isInteger(release) ? { template, release } : undefined;
}
