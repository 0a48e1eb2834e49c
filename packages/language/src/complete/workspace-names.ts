import type { KeyPath } from '@waybill/engine/definition';
import { templateText } from '@waybill/engine/template';
import { ZONE_NAMES } from '@waybill/engine/time';
import { placeholdersIn, SECRET_KEYS } from '@waybill/engine/workspace';
import { type Surroundings, surroundingsOf } from '../place/place-at.ts';
import type { Asked } from './asked.ts';
import type { Offer } from './offer.ts';

/** Models of the catalog; their files are not parsed for that. */
export function modelOffers({ models }: Asked): Offer[] {
  return models.names().map(name => {
    const label = models.label(name);
    return {
      kind: 'model',
      label: name,
      text: name,
      detail: label === name ? undefined : label,
      documentation: models.describe(name),
    };
  });
}

/** Names below `sources` or `destinations` of waybill.yaml, with what they are. */
export function settingOffers(asked: Asked, section: 'sources' | 'destinations'): Offer[] {
  const settings: Readonly<Record<string, Readonly<Record<string, unknown>>>> =
    asked.workspace.workspace?.config[section] ?? {};
  return Object.entries(settings).map(([name, { type, host, bucket, folder, file }]) => {
    const where = [host, bucket, folder, file].find(word => typeof word === 'string' && !word.includes('${'));
    return {
      kind: section === 'sources' ? 'source' : 'destination',
      label: name,
      text: name,
      detail: [type, where].filter(word => word !== undefined).join(' · '),
    };
  });
}

/** Every release of every template, the newest of each first (D8). */
export function templateOffers({ workspace }: Asked): Offer[] {
  const { templates } = workspace.workspace ?? {};
  if (!templates) return [];
  return templates.names().flatMap(name =>
    [...templates.releases(name)].reverse().map((release, age): Offer => {
      const template = templates.find({ template: name, release });
      const text = templateText({ template: name, release });
      const value = template?.parsed.value;
      const state = template?.state === 'built-in' ? 'comes with Waybill' : template?.state;
      return {
        kind: 'template',
        label: text,
        text,
        detail: [value?.label, value?.model, state].filter(word => word !== undefined).join(' · '),
        documentation: value?.description,
        rank: age === 0 ? 4 : 5,
      };
    }),
  );
}

/** Zones: the brand's, the person's own, then all. */
export function zoneOffers({ workspace }: Asked): Offer[] {
  const first: readonly (readonly [string | undefined, string])[] = [
    [workspace.workspace?.brandZone, 'the brand’s'],
    [workspace.zone, 'yours'],
  ];
  const said = new Map(
    first.flatMap(([zone, whose]) => (zone === undefined ? [] : [[zone, whose]])).reverse() as [string, string][],
  );
  const own = [...new Set(first.map(([zone]) => zone))].filter(zone => zone !== undefined);
  return [
    ...own.map(
      (zone): Offer => ({ kind: 'zone', label: zone, text: zone, detail: said.get(zone), bare: true, rank: 4 }),
    ),
    ...ZONE_NAMES.filter(zone => !own.includes(zone)).map(
      (zone): Offer => ({ kind: 'zone', label: zone, text: zone, bare: true }),
    ),
  ];
}

/**
 * What other files say at a path, `#` being every item of a list: what lives in a database or a chat is known here by its
 * use.
 */
export function usedOffers({ workspace, document }: Asked, path: KeyPath): Offer[] {
  const used = new Map<string, number>();
  for (const other of workspace.documents()) {
    if (other.file === document.file || other.kind === 'model') continue;
    for (const text of new Set(textsAt(surroundingsOf(other), path))) used.set(text, (used.get(text) ?? 0) + 1);
  }
  return [...used].map(([text, count]) => ({
    kind: 'name',
    label: text,
    text,
    detail: count === 1 ? 'used by another file' : `used by ${count} other files`,
  }));
}

function textsAt(around: Surroundings, path: KeyPath): readonly string[] {
  const list = path.indexOf('#');
  if (list < 0) return [around.textOf(path)].filter(text => text !== undefined);
  const count = around.itemsOf(path.slice(0, list)).length;
  return Array.from({ length: count }, (_, i) => [...path.slice(0, list), i, ...path.slice(list + 1)]).flatMap(one =>
    textsAt(around, one),
  );
}

/** Files of a folder of the workspace, as far as whoever keeps it tells (D7, O4). */
export function fileOffers(asked: Asked, folder: 'audiences' | 'keys'): Offer[] {
  const files = asked.workspace.files?.(folder) ?? [];
  const names = folder === 'audiences' ? files : files.flatMap(file => /([^/\\]+)\.asc$/.exec(file)?.[1] ?? []);
  const known = new Set(names);
  const used = usedOffers(asked, folder === 'audiences' ? ['audience', 'file'] : ['file', 'encrypt', 'pgp']);
  return [
    ...names.map((text): Offer => ({ kind: 'file', label: text, text })),
    ...used.filter(({ text }) => !known.has(text)),
  ];
}

/** `${secret:…}` and `${env:…}`: those of the file, and new ones named for what they are for (K1). */
export function secretOffers(asked: Asked): Offer[] {
  const { document, path, place } = asked;
  const { before } = place.word;
  const [typed] = /\$(\{[^}]*)?$/.exec(before) ?? [];
  const from = before.length - (typed?.length ?? 0);
  // Inside a text only where one was begun.
  if (typed === undefined && before !== '') return [];
  const names = [
    ...new Set(
      placeholdersIn(document.text)
        .filter(({ kind }) => kind !== 'unknown')
        .map(({ text }) => text),
    ),
  ];
  const key = String(path.findLast(part => typeof part === 'string') ?? 'value');
  const stem = path
    .filter(part => typeof part === 'string')
    .slice(1)
    .join('_')
    .replaceAll(/[^A-Za-z0-9]+/g, '_');
  const isSecret = SECRET_KEYS.includes(key) || key === 'hash_key';
  const rest = /^[^}\s]*\}/.exec(place.word.text.slice(before.length))?.[0].length ?? 0;
  const fresh = [`\${secret:${stem}}`, `\${env:${stem.toUpperCase()}}`];
  return [...new Set([...(isSecret ? fresh : fresh.reverse()), ...names])].map(text => ({
    kind: 'secret',
    label: text,
    text,
    detail: text.startsWith('${env:') ? 'from the environment' : 'from the secrets, which no file holds',
    from,
    to: before.length + rest,
    rank: isSecret ? 4 : 7,
  }));
}
