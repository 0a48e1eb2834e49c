import type { ErrorEntry } from './define.ts';

/**
 * Stands for a parameter whose value is known only when the error happens: it prints as `‹name›` wherever the
 * catalogue puts it, as text, as a number or as a list.
 */
function placeholder(name: string): unknown {
  const text = `‹${name}›`;
  return new Proxy([text], {
    get(list, property) {
      if (property === 'toJSON') return () => text;
      if (property in list) return Reflect.get(list, property);
      const ofText = Reflect.get(Object(text), property);
      if (typeof ofText === 'function') return ofText.bind(text);
      return typeof property === 'string' ? placeholder(`${name}.${property}`) : ofText;
    },
  });
}

const anyParameters = new Proxy({}, { get: (_, name) => (typeof name === 'string' ? placeholder(name) : undefined) });

/** What an entry of the catalogue says in general, for pages that explain the codes; where it has several forms, one. */
export function generalTexts(entry: ErrorEntry<never>): { readonly message: string; readonly fix: string } {
  const any = entry as ErrorEntry<unknown>;
  return { message: any.message(anyParameters), fix: any.fix(anyParameters) };
}
