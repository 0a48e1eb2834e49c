import { explain, type KeyPath } from '@waybill/engine/definition';
import { destinationSchema, isAllowedHost, SECRET_KEYS } from '@waybill/engine/delivery';
import { failOnErrors, type Problem, problem } from '@waybill/engine/errors';
import { checkSecrets, holdsPlaceholder, placeholdersIn } from '@waybill/engine/workspace';
import { asDocument } from '../http/as-document.ts';

export type DestinationSettings = Readonly<Record<string, unknown>>;

const AT: KeyPath = ['settings'];

/**
 * Throws what is wrong with the settings of a destination, at its key, in the words of waybill.yaml: unknown keys, wrong
 * values, secrets in plain text, hosts that are not allowed. Whether its secrets exist shows on use.
 */
export function checkSettings(
  name: string,
  settings: DestinationSettings,
  allowedHosts: readonly string[] | undefined,
): void {
  const document = asDocument({ settings });
  const { problems } = explain(destinationSchema, document, 'the destination', settings, {
    at: AT,
    isPlaceholder: path => holdsPlaceholder(String(valueAt(settings, path.slice(AT.length)) ?? '')),
  });
  failOnErrors([
    ...problems,
    ...checkSecrets(document, name),
    ...environmentIn(settings),
    ...hostProblems(name, settings, allowedHosts),
  ]);
}

/** `${env:…}` is for who may set the environment; over the API it would read whatever stands there (Q2). */
function environmentIn(settings: DestinationSettings): Problem[] {
  return textsIn(settings, AT).flatMap(({ text, path }) =>
    placeholdersIn(text)
      .filter(({ kind }) => kind === 'env')
      .map(placeholder =>
        problem(
          'environment-in-settings',
          { text: placeholder.text },
          { place: asDocument(settings).locate(path), found: placeholder.text },
        ),
      ),
  );
}

function hostProblems(name: string, settings: DestinationSettings, allowed: readonly string[] | undefined): Problem[] {
  const { type, host, endpoint } = settings;
  const url = type === 's3' && typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const asked = url ? url.hostname : host;
  if (typeof asked !== 'string' || holdsPlaceholder(asked) || isAllowedHost(asked, allowed)) return [];
  const params = { destination: name, host: asked, allowed: allowed?.join(', ') || 'none' };
  const place = asDocument(settings).locate([...AT, url ? 'endpoint' : 'host']);
  return [problem('destination-host-not-allowed', params, { place, found: asked })];
}

/** As written, with every secret that stands there in plain text left out: waybill.yaml may hold some (Q1). */
export function shownSettings(settings: DestinationSettings): Record<string, unknown> {
  const plain = new Set(checkSecrets(asDocument({ settings })).map(found => found.place?.path));
  const document = asDocument(settings);
  const show = (value: unknown, path: KeyPath): unknown => {
    if (Array.isArray(value)) return value.map((item, i) => show(item, [...path, i]));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, show(item, [...path, key])]));
    }
    const key = String(path.findLast(part => typeof part === 'string'));
    // The path of a key file is none, and cannot be told from a secret.
    const isSecret = SECRET_KEYS.includes(key) && typeof value === 'string' && !holdsPlaceholder(value);
    return isSecret || plain.has(document.locate(path).path) ? '(hidden)' : value;
  };
  return show(settings, AT) as Record<string, unknown>;
}

function textsIn(value: unknown, path: KeyPath): { readonly text: string; readonly path: KeyPath }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (value === null || typeof value !== 'object') return [];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  return entries.flatMap(([key, item]) => textsIn(item, [...path, key]));
}

const valueAt = (value: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>((at, part) => (at as Record<string | number, unknown> | null | undefined)?.[part], value);
