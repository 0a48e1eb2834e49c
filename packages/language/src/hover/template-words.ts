import { type Template, templateText } from '@waybill/engine/template';
import type { Workspace } from '@waybill/engine/workspace';
import { bullets, code, paragraphs, plain } from '../markdown.ts';

const STATES: Readonly<Record<Template['state'], string>> = {
  'built-in': 'Comes with Waybill',
  published: 'Published: it says what it said then',
  changed: 'Changed since it was published, which is an error: make a new release',
  unpublished: 'Not published yet: it may still change',
};

/** A release of a template (D8). Without a release: all that there are. */
export function templateWords({ templates }: Workspace, name: string, release: number | undefined): string | undefined {
  const releases = templates.releases(name);
  if (releases.length === 0) return undefined;
  const template = templates.find({ template: name, release: release ?? Math.max(...releases) });
  if (!template) return `**${code(name)}** · template with the releases ${releases.join(', ')}; there is no ${release}`;
  const { value } = template.parsed;
  const newest = Math.max(...releases);
  return paragraphs(
    `**${plain(value?.label ?? name)}** · template ${code(templateText(template))}`,
    value?.description === undefined ? undefined : plain(value.description),
    bullets([
      value ? `Model: ${code(value.model)}` : undefined,
      STATES[template.state],
      template.file === undefined ? undefined : `File: ${code(template.file)}`,
      releases.length > 1 ? `Releases: ${releases.join(', ')}` : undefined,
      newest > template.release ? `Release ${newest} is newer` : undefined,
    ]),
  );
}
