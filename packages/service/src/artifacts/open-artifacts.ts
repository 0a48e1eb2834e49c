import { resolve } from 'node:path';
import { fail } from '@waybill/engine/errors';
import { SETTINGS, type ServiceConfig } from '../config.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { diskArtifacts } from './disk.ts';
import { type S3Settings, s3SettingsSchema } from './s3-settings.ts';

/** Where files are kept when nothing else is said, and where runs make them. */
const localRoot = (folder: string): string => resolve(folder, '.waybill', 'files');

/** The store of WAYBILL_ARTIFACTS (R5). Nothing is asked of it yet; `check` does. */
export async function openArtifacts(
  config: Pick<ServiceConfig, 'folder' | 'WAYBILL_ARTIFACTS' | 'WAYBILL_ARTIFACTS_S3'>,
): Promise<ArtifactStore> {
  const { folder, WAYBILL_ARTIFACTS: where, WAYBILL_ARTIFACTS_S3: settings } = config;
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(where ?? '') ?? [];
  if (bucket === undefined) return diskArtifacts(where === undefined ? localRoot(folder) : resolve(folder, where));
  const place = { bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
  // Loaded where it is used: the client of S3 is large.
  const { s3Artifacts } = await import('./s3.ts');
  return s3Artifacts(place, readSettings(settings), localRoot(folder));
}

function readSettings(text: string | undefined): S3Settings {
  if (text === undefined) return {};
  const parsed = s3SettingsSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const name = 'WAYBILL_ARTIFACTS_S3';
  const [issue] = parsed.error.issues;
  const expected = `${issue?.path.join('.') || 'JSON'}: ${issue?.message ?? ''}`;
  // It may hold a key, which is never repeated.
  return fail('setting-wrong', { name, found: 'something else', expected, meaning: SETTINGS[name].meaning });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
