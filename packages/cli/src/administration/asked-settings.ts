import { parseYaml } from '@waybill/engine/definition';
import { UsageFault } from '../usage-fault.ts';

type Settings = Readonly<Record<string, unknown>>;

/**
 * Settings of a destination from `key=value` words; values are read as YAML, `key=` takes one away. What no word names
 * stays as it was.
 */
export function askedSettings(words: readonly string[], before: Settings): Settings {
  const settings: Record<string, unknown> = { ...before };
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals < 1) {
      const expected = "settings as `type=sftp host=sftp.partner.example password='${secret:partner}'`";
      throw UsageFault.of('wrong-argument', { option: 'a setting', found: word, expected });
    }
    const key = word.slice(0, equals);
    const text = word.slice(equals + 1);
    if (text === '') delete settings[key];
    else settings[key] = settingValue(text);
  }
  return settings;
}

/** Numbers, booleans, lists and the like as YAML has them; everything else is the text itself. */
function settingValue(text: string): unknown {
  const { value, problems } = parseYaml(text);
  if (problems.length > 0 || value === null || value === undefined) return text;
  // `a: b` would be a mapping; as a setting on a command line it is a text.
  const isFlow = /^[[{]/.test(text);
  return typeof value === 'object' && !isFlow ? text : value;
}
