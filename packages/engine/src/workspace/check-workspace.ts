import { type KeyPath, type ParsedYaml, pathText } from '../definition/parse-yaml.ts';
import { type Problem, problem } from '../errors/index.ts';
import { holdsPlaceholder, placeholdersIn } from './placeholders.ts';

/** Keys of waybill.yaml that hold a secret and nothing else. */
const SECRET_KEYS = ['password', 'passphrase', 'secret_key', 'session_token', 'hash_key', 'token', 'secret', 'api_key'];
const PRIVATE_KEY = /PRIVATE KEY-----|^PuTTY-User-Key-File/m;
const URL_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/?#@\s]*?:([^/?#@\s]+)@/i;
const QUERY_PASSWORD = /[?&](?:password|passwd|pwd|token|secret|api_?key|access_token|signature)=([^&#\s]+)/i;

/** The part of a value that is a secret in plain text; undefined when there is none. */
function literalSecret(key: string, value: string): string | undefined {
  if (SECRET_KEYS.includes(key)) return value !== '' && !holdsPlaceholder(value) ? value : undefined;
  if (PRIVATE_KEY.test(value)) return value;
  const [, password] = URL_PASSWORD.exec(value) ?? QUERY_PASSWORD.exec(value) ?? [];
  return password !== undefined && !holdsPlaceholder(password) ? password : undefined;
}

/**
 * Secrets that stand in waybill.yaml as text, and placeholders that are none (K1, Q1).
 * @param destination the one whose settings the text has, of a service, which keeps its secrets itself.
 */
export function checkSecrets(yaml: ParsedYaml, destination?: string): Problem[] {
  const problems: Problem[] = [];
  const visit = (value: unknown, path: KeyPath): void => {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) visit(item, [...path, i]);
    } else if (value !== null && typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
    } else if (typeof value === 'string' || typeof value === 'number') {
      checkValue(String(value), path);
    }
  };
  const checkValue = (value: string, path: KeyPath): void => {
    const key = String(path.findLast(part => typeof part === 'string') ?? '');
    for (const { kind, text, offset } of placeholdersIn(value)) {
      if (kind !== 'unknown') continue;
      const place = yaml.locateInside(path, offset, offset + text.length);
      problems.push(problem('unknown-placeholder', { text }, { place, found: text }));
    }
    const secret = literalSecret(key, value);
    if (secret === undefined) return;
    const start = value.indexOf(secret);
    const place = secret === value ? yaml.locate(path) : yaml.locateInside(path, start, start + secret.length);
    const owner = (destination ?? String(path.at(1) ?? key)).replaceAll(/[^A-Za-z0-9_-]/g, '_');
    const params = { path: pathText(path), name: `${owner}_${key}`, ofService: destination !== undefined };
    // The secret itself is not repeated: problems are printed, logged and sent.
    problems.push(problem('literal-secret', params, { place }));
  };
  visit(yaml.value, []);
  return problems;
}
