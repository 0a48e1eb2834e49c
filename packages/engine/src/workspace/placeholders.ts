/** `${env:NAME}` and `${secret:name}`, and whatever looks as if one was meant. */
const PLACEHOLDER = /\$\{([^}]*)\}/g;

export interface Placeholder {
  readonly kind: 'env' | 'secret' | 'unknown';
  /** Without `env:` or `secret:`. */
  readonly name: string;
  /** With the braces, as written. */
  readonly text: string;
  readonly offset: number;
}

export const holdsPlaceholder = (text: string): boolean => text.includes('${');

/** The placeholders of a value of `waybill.yaml`, in order. They mean nothing anywhere else (K1). */
export function placeholdersIn(text: string): Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)].map(match => {
    const [whole, inner = ''] = match;
    const [, env] = /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(inner) ?? [];
    const [, secret] = /^secret:([A-Za-z0-9][A-Za-z0-9_-]*)$/.exec(inner) ?? [];
    const kind = env !== undefined ? 'env' : secret !== undefined ? 'secret' : 'unknown';
    return { kind, name: env ?? secret ?? inner, text: whole, offset: match.index };
  });
}

/** The text with every placeholder replaced. What is put in is never looked at again. */
export const replacePlaceholders = (text: string, lookUp: (placeholder: Placeholder) => string): string => {
  let out = '';
  let from = 0;
  for (const placeholder of placeholdersIn(text)) {
    out += text.slice(from, placeholder.offset) + lookUp(placeholder);
    from = placeholder.offset + placeholder.text.length;
  }
  return out + text.slice(from);
};
