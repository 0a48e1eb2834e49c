import { SETTINGS } from '../packages/service/src/config.ts';

interface Shown {
  readonly fallback?: string;
  readonly unit?: string;
  readonly meaning: string;
  readonly advice: string;
}

/** docs/settings.md, made of the settings themselves. */
export function settingsPage(): string {
  const rows = Object.entries(SETTINGS as Readonly<Record<string, Shown>>).map(
    ([name, { fallback, unit, meaning, advice }]) => {
      const value = fallback === undefined ? '' : ` Default \`${fallback}\`${unit === undefined ? '' : ` ${unit}`}.`;
      return `## ${name}\n\n${meaning}${value}\n\n${advice}\n`;
    },
  );
  return `# Settings of the service

Environment variables, read once when a process starts. What is wrong is told at the start, all of it together; a variable that
begins with \`WAYBILL_\` and is none of these is warned about. Times are written as \`30 s\`, \`5 min\`, \`8 h\` or \`7 days\`.
This page is made from the code (\`npm run docs\`).

${rows.join('\n')}`;
}
