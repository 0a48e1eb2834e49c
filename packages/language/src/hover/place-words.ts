import type { Workspace } from '@waybill/engine/workspace';
import { bullets, code, paragraphs } from '../markdown.ts';
import { wordDescription } from './schema-words.ts';

/** Settings that may be shown, in this order. Whatever is not named here is not shown: it may be a secret (Q1). */
const SHOWN: readonly (readonly [key: string, label: string])[] = [
  ['host', 'Host'],
  ['port', 'Port'],
  ['endpoint', 'Endpoint'],
  ['bucket', 'Bucket'],
  ['region', 'Region'],
  ['prefix', 'Prefix'],
  ['folder', 'Folder'],
  ['file', 'File'],
  ['url', 'Address'],
  ['database', 'Database'],
  ['catalog', 'Catalog'],
  ['schema', 'Schema'],
  ['timezone', 'Zone of columns without one'],
];

/** A source or destination of waybill.yaml as it is written there: what kind it is and where; never what opens it. */
export function settingsWords(workspace: Workspace, kind: 'source' | 'destination', name: string): string | undefined {
  const entries = workspace.config[kind === 'source' ? 'sources' : 'destinations'];
  const settings = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (!settings) return undefined;
  const type = typeof settings.type === 'string' ? settings.type : undefined;
  return paragraphs(
    `**${code(name)}** · ${kind}${type === undefined ? '' : ` · ${type}`}`,
    type === undefined ? undefined : typeDescription(kind, type),
    bullets(SHOWN.map(([key, label]) => shown(label, key, settings[key]))),
  );
}

function shown(label: string, key: string, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = key === 'url' || key === 'endpoint' ? withoutLogin(String(value)) : String(value);
  return `${label}: ${code(text)}`;
}

/** An address without the name, the password and the parameters that may stand in it. */
export function withoutLogin(url: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(url) ?? [];
  // A password may hold an @ or a ?; the host begins after the last @ of what comes before a folder.
  const host = rest.slice(rest.lastIndexOf('@') + 1);
  return `${scheme}${host.replace(/[?#].*$/s, '')}`;
}

/** What the schema says of a kind of source or destination. */
const typeDescription = (kind: 'source' | 'destination', type: string): string | undefined =>
  wordDescription('workspace', [kind === 'source' ? 'sources' : 'destinations', 'x', 'type'], type, () => undefined);
