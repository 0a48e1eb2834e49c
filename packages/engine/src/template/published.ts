import { z } from 'zod';
import { explain } from '../definition/explain.ts';
import { parseYaml } from '../definition/parse-yaml.ts';
import { type Problem, problem } from '../errors/index.ts';
import { type TemplateId, templateText } from './template.ts';

/** File of the folder `templates/` that holds what was published. It is committed with the templates. */
export const PUBLISHED_FILE = 'published.yaml';

const HEADER = `# What was published: each release of a template with the checksum of what it says. A published release never
# changes, so lines are only added, by \`waybill template publish\`. Commit this file with the templates.
`;

const publishedSchema = z.strictObject({
  version: z.literal(1),
  published: z.record(
    z.string().regex(/^[A-Za-z0-9][\w-]*@\d+$/, 'a template and its release, as `sales@2`'),
    z.string().regex(/^sha256:[0-9a-f]{64}$/, 'a checksum, as `sha256:…`'),
  ),
});

/** `NAME@RELEASE` → checksum. */
export type Published = ReadonlyMap<string, string>;

export function readPublished(
  text: string,
  file: string,
): { readonly published: Published; readonly problems: readonly Problem[] } {
  if (text.trim() === '') return { published: new Map(), problems: [] };
  const yaml = parseYaml(text, file);
  const { value, problems } =
    yaml.problems.length > 0
      ? { value: undefined, problems: yaml.problems }
      : explain(publishedSchema, yaml, 'the record of published templates');
  return {
    published: new Map(Object.entries(value?.published ?? {})),
    problems: problems.map(({ message, place }) =>
      problem('published-unclear', { file, detail: message }, place === undefined ? {} : { place }),
    ),
  };
}

/** The record with one release more, by name and number. */
export function writePublished(published: Published, id: TemplateId, checksum: string): string {
  const order = new Intl.Collator('en', { numeric: true }).compare;
  const entries = [...new Map([...published, [templateText(id), checksum]])].sort(([a], [b]) => order(a, b));
  const lines = entries.map(([name, sum]) => `  ${name}: ${sum}\n`);
  return `${HEADER}version: 1\npublished:\n${lines.join('')}`;
}
