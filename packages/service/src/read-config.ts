import { expectation, verdictOf } from '@waybill/engine/definition';
import { nearest, type Problem, problem, WaybillError } from '@waybill/engine/errors';
import { SETTINGS, type ServiceConfig, type SettingName } from './config.ts';

/** Variables of Waybill that are not settings of the service. */
const OTHERS = /^WAYBILL_(SECRET_|TEST_|TOKEN$|URL$|SCREENSHOTS$|SLACK_)/;

/**
 * The settings from the environment, read once (C3). All that is wrong is told together; a variable that begins like a
 * setting and is none is told, too, since a misspelt one would change nothing silently.
 */
export function readConfig(
  env: NodeJS.ProcessEnv,
  { folder, ...given }: { readonly folder: string } & Partial<Record<SettingName, string>>,
): { readonly config: ServiceConfig; readonly warnings: readonly Problem[] } {
  const names = Object.keys(SETTINGS) as SettingName[];
  const problems: Problem[] = [];
  const values: Record<string, unknown> = { folder };
  for (const name of names) {
    const { schema, ...about } = SETTINGS[name];
    const said = given[name] ?? env[name];
    const written = said === undefined || said === '' ? ('fallback' in about ? about.fallback : undefined) : said;
    const read = schema.safeParse(written);
    if (read.success) values[name] = read.data;
    else {
      const secret = 'secret' in about && about.secret === true;
      const found = secret ? 'something else' : JSON.stringify(written);
      const [issue] = read.error.issues;
      const { expected } = issue ? verdictOf(issue, schema, found) : { expected: expectation(schema) };
      const params = { name, found, expected, meaning: about.meaning };
      problems.push(problem('setting-wrong', params, { place: { path: name }, found, expected }));
    }
  }
  const [first, ...rest] = problems;
  if (first) throw new WaybillError([first, ...rest]);
  const warnings = Object.keys(env)
    .filter(name => name.startsWith('WAYBILL_') && !names.includes(name as SettingName) && !OTHERS.test(name))
    .map(name => problem('setting-unknown', { name }, { found: name, suggestions: nearest(name, names) }));
  return { config: values as unknown as ServiceConfig, warnings };
}
