import { canBePlain, quoted } from '@waybill/engine/definition';

/** A value as it stands in a file, `flow` inside brackets or braces. */
export const quotedValue = (
  { text, bare }: { readonly text: string; readonly bare?: boolean },
  flow: boolean,
): string => (bare || canBePlain(text, flow) ? text : quoted(text));
