import { CATALOGUE, type ErrorEntry, generalTexts } from '@waybill/engine/errors';

/** What the catalogue says of a code, as Markdown; a sentence for a code that it does not have. */
export function errorPage(code: string): string {
  const entry = (CATALOGUE as Readonly<Record<string, ErrorEntry<never>>>)[code];
  if (entry === undefined) return `# ${code}\n\nThis version of the extension does not know this code.\n`;
  const { message, fix } = generalTexts(entry);
  const kind = entry.severity === 'warning' ? 'A warning.' : 'An error.';
  return `# ${code}\n\n> ${message}\n\n${fix}\n\n${kind} What stands between ‹ and › depends on the case.\n`;
}
