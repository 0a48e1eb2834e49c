import { ApiError, type Client, type ClientOptions, createClient, type Role } from '@waybill/api';
import { type TestService, type TestServiceOptions, testService } from '../../../../test/support/service.ts';
import { createServer } from '../../src/http/server.ts';
import { createMetrics, type Metrics } from '../../src/metrics.ts';
import { createToken } from '../../src/security/tokens.ts';

/** A service that answers on the loopback. */
export interface Served extends AsyncDisposable {
  readonly service: TestService;
  readonly metrics: Metrics;
  readonly url: string;
  /** A client with a new token of this role. */
  client(role: Role, options?: Partial<ClientOptions> & { readonly delegate?: boolean }): Promise<Client>;
  token(
    role: Role,
    options?: { readonly delegate?: boolean; readonly email?: string; readonly days?: number },
  ): Promise<string>;
  /** A plain request, as any program would send it. */
  ask(path: string, init?: RequestInit & { readonly token?: string }): Promise<Response>;
  close(): Promise<void>;
}

const served: Served[] = [];

/** Closes the servers of a test; before `closeServices`. */
export async function closeServed(): Promise<void> {
  while (served.length > 0) await served.pop()?.close();
}

export async function serve({ env, ...options }: TestServiceOptions): Promise<Served> {
  return serveService(await testService({ ...options, env: { WAYBILL_PORT: '0', ...env } }));
}

export async function serveService(service: TestService): Promise<Served> {
  const metrics = createMetrics(service);
  const server = await createServer(service, metrics);
  const url = await server.listen();
  const token: Served['token'] = async (role, more) =>
    (await createToken(service, { name: 'test', role: 'admin', via: 'cli' }, { name: `a ${role}`, role, ...more }))
      .token;
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= server.close();
    return closing;
  };
  const self: Served = {
    service,
    metrics,
    url,
    token,
    client: async (role, { delegate, ...more } = {}) =>
      createClient({ url, token: await token(role, delegate === undefined ? {} : { delegate }), ...more }),
    ask: (path, { token: bearer, ...init } = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: { ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }), ...init.headers },
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
  served.push(self);
  return self;
}

/** Status and code that a call is refused with: `403 role-needed`; `none` when it is answered. */
export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    error => (error instanceof ApiError ? `${error.status} ${error.code}` : String(error)),
  );

/** The answer of a request that was refused. */
export async function refusal(response: Response) {
  const body = (await response.json()) as {
    status: number;
    code: string;
    type: string;
    title: string;
    detail: string;
    requestId: string;
    problems: {
      code: string;
      message: string;
      fix: string;
      place?: { path?: string };
      suggestions?: string[];
      found?: string;
      expected?: string;
    }[];
  };
  return { contentType: response.headers.get('content-type'), ...body, status: response.status };
}
