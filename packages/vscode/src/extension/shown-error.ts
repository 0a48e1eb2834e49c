/** How an error is shown: one notification, and what the log adds. */
export interface Shown {
  readonly text: string;
  readonly details: readonly string[];
}

interface Said {
  readonly code?: string;
  readonly message: string;
  readonly fix?: string;
}

/**
 * What people read of an error: sentence, code, what to do. Works on the shape, since the classes are in files that are
 * only read when needed: errors of the service and of the engine carry `problems`, a service that does not answer `fix`.
 * Undefined for a command that was stopped by the person.
 */
export function shownError(error: unknown): Shown | undefined {
  if (!(error instanceof Error)) return { text: `Waybill: ${String(error)}`, details: [] };
  if (isCancelled(error)) return undefined;
  const said = saidBy(error);
  const [first, ...others] = said.map(sentence);
  if (first === undefined) {
    const text = `Waybill: ${error.message || error.name}`;
    return { text, details: [error.stack ?? text] };
  }
  const more = others.length === 0 ? '' : ` And ${others.length} more: see the details.`;
  const request = (error as { readonly requestId?: unknown }).requestId;
  return {
    text: `${first}${more}`,
    details: [...others, ...(typeof request === 'string' ? [`Request ${request}`] : [])],
  };
}

const isCancelled = (error: Error): boolean => error.name === 'Canceled' || error.name === 'AbortError';

function saidBy(error: Error): readonly Said[] {
  const { problems, fix, code } = error as { problems?: unknown; fix?: unknown; code?: unknown };
  if (Array.isArray(problems) && problems.length > 0) return problems as Said[];
  if (typeof fix === 'string') return [{ ...(typeof code === 'string' ? { code } : {}), message: error.message, fix }];
  return [];
}

function sentence({ code, message, fix }: Said): string {
  return [code === undefined ? message : `${message} (${code})`, fix].filter(Boolean).join(' ');
}
