import type { Scalar } from 'yaml';
import { type Template, type TemplateId, type TemplateLibrary, templateText } from './template.ts';

export interface NewRelease extends TemplateId {
  /** Name of its file in the folder `templates/`. */
  readonly fileName: string;
  /** The newest release's text, comments and all, with the next number. */
  readonly text: string;
}

/** The next release of a template of the workspace (D8): as the newest one, until it is edited. */
export function newRelease(newest: Template, library: TemplateLibrary): NewRelease {
  const { template: name, parsed } = newest;
  const { text } = parsed.yaml;
  // A release that was published and is gone keeps its number.
  const gone = [...library.published().keys()].map(id => id.split('@')).filter(([template]) => template === name);
  const taken = [...library.releases(name), ...gone.map(([, release]) => Number(release))];
  const release = Math.max(...taken) + 1;
  const { range } = (parsed.yaml.nodeAt(['release']) ?? {}) as Partial<Scalar>;
  const id = { template: name, release };
  const fileName = `${templateText(id)}.template.yaml`;
  if (!range) return { ...id, fileName, text: `${text.trimEnd()}\nrelease: ${release}\n` };
  return { ...id, fileName, text: `${text.slice(0, range[0])}${release}${text.slice(range[1])}` };
}
