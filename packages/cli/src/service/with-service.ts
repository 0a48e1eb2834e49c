import { ApiError, type Client, createClient, ServiceUnreachable } from '@waybill/api';
import type { GlobalOptions } from '../command-context.ts';
import type { Io } from '../io.ts';
import { findConnection } from './connection.ts';
import type { ServiceOptions } from './service-options.ts';

/** Does something with the service that the options name. What it refuses is thrown as coded problems. */
export async function withService<T>(
  io: Io,
  options: ServiceOptions & GlobalOptions,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { url, token } = await findConnection(io, options);
  try {
    return await work(createClient({ url, token, via: 'cli' }));
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof ServiceUnreachable)) throw error;
    const { asWaybillError } = await import('./service-problems.ts');
    throw asWaybillError(error);
  }
}
