import { createHash } from 'node:crypto';
import {
  ApiError,
  type CallOptions,
  type Client,
  isRepeatable,
  type OnBehalfOf,
  ROUTES,
  type RouteSpec,
  takesKey,
} from '@waybill/api';

/**
 * The service on behalf of somebody (L7). Who that is, is looked up with the first call. Calls that change something
 * carry a key made of what the person did (`deed`) and what is asked, so that the same deed does nothing twice,
 * whichever process of the bot hears of it, and however often (L6).
 * @param deed what makes what the person did unlike anything else that anybody ever does.
 * @param changed told after each call that changed something that others see, or removed a draft; also when it was
 *   refused, since then something is otherwise than the person was shown.
 */
export function onBehalfOf(client: Client, who: () => Promise<OnBehalfOf>, deed: string, changed?: () => void): Client {
  let known: Promise<OnBehalfOf> | undefined;
  const person = () => {
    known ??= who();
    return known;
  };
  const methods = Object.entries(ROUTES).map(([name, route]) => {
    const spec: RouteSpec = route;
    const method = client[name as keyof Client] as (input?: unknown, options?: CallOptions) => unknown;
    if (spec.stream === 'events') {
      return [
        name,
        async function* (input: unknown, options: CallOptions = {}) {
          yield* method(input, { ...options, onBehalfOf: await person() }) as AsyncIterable<unknown>;
        },
      ];
    }
    const keyed = takesKey(spec) && isRepeatable(spec);
    const changes = spec.method !== 'GET' && (spec.audit !== undefined || name === 'deleteDraft');
    return [
      name,
      async (input?: unknown, options: CallOptions = {}) => {
        const tells = changes && !isTrial(input);
        try {
          const answer = await method(input, {
            ...options,
            onBehalfOf: await person(),
            ...(keyed ? { idempotencyKey: options.idempotencyKey ?? keyOf(deed, name, input) } : {}),
          });
          if (tells) changed?.();
          return answer;
        } catch (error) {
          if (tells && error instanceof ApiError) changed?.();
          throw error;
        }
      },
    ];
  });
  return { ...Object.fromEntries(methods), url: client.url } as Client;
}

const isTrial = (input: unknown): boolean =>
  (input as { readonly body?: { readonly dryRun?: boolean } } | undefined)?.body?.dryRun === true;

/** The key of one call of one deed. */
export const keyOf = (deed: string, route: string, input: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([deed, route, input ?? null]))
    .digest('base64url');
