import type { Place } from '../errors/index.ts';
import { fileSchema } from '../file/options-schema.ts';
import type { ParsedYaml } from './parse-yaml.ts';

/** A public key that a definition names. */
export interface NamedKey {
  readonly name: string;
  readonly place: Place;
}

/** The key that a definition encrypts to (O4); undefined where it names none, or none that could be one. */
export function namedKey(yaml: ParsedYaml): NamedKey | undefined {
  const { encrypt } = fileSchema.shape;
  const file = (yaml.value as { file?: { encrypt?: unknown } | null } | null)?.file;
  const written = encrypt.safeParse(file?.encrypt);
  if (!written.success || written.data === undefined) return undefined;
  return { name: written.data.pgp, place: yaml.locate(['file', 'encrypt', 'pgp']) };
}
