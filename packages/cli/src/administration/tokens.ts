import type { Client } from '@waybill/api';
import { fail, nearest } from '@waybill/engine/errors';
import type { GlobalOptions } from '../command-context.ts';
import type { TokenOptions } from '../commands/token.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, say, sayJson } from '../io.ts';
import { localTime } from '../render/moments.ts';
import { renderTable } from '../render/table.ts';
import { visible } from '../render/visible.ts';
import { collectPages } from '../service/collect-pages.ts';
import type { ServiceOptions } from '../service/service-options.ts';
import { withService } from '../service/with-service.ts';

/** Makes a token and shows it this once: alone on the standard output, so that a variable can take it (Q1). */
export async function createToken(io: Io, name: string, options: TokenOptions & GlobalOptions): Promise<number> {
  const { role, email, days, delegate } = options;
  return withService(io, options, async client => {
    const created = await client.createToken({
      body: {
        name,
        role,
        ...(email === undefined ? {} : { email }),
        ...(days === undefined ? {} : { days }),
        ...(delegate ? { delegate } : {}),
      },
    });
    if (options.json) {
      sayJson(io.out, created);
      return EXIT.ok;
    }
    say(io.out, created.token);
    const { green, yellow } = io.err.colours;
    const until = created.expiresAt === null ? 'until it is revoked' : `until ${created.expiresAt.slice(0, 10)}`;
    say(
      io.err,
      `${green('✓')} Token ${visible(created.name)} (${created.id}), ${created.role}, works ${until}.`,
      yellow('It is shown this once: keep it where secrets are kept.'),
    );
    return EXIT.ok;
  });
}

/** Lists tokens, without themselves; gives the exit code. */
export async function listTokens(io: Io, options: ServiceOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const page = await allTokens(client);
    if (options.json) {
      sayJson(io.out, page);
      return EXIT.ok;
    }
    const { timezone } = await client.whoami();
    const at = (instant: string | null) => (instant === null ? null : localTime(instant, timezone));
    const { colours } = io.out;
    const rows = page.items.map(token => [
      token.name,
      token.delegate ? `${token.role}, for others` : token.role,
      token.revokedAt === null ? at(token.expiresAt) : `revoked ${at(token.revokedAt)}`,
      at(token.lastUsedAt),
      at(token.createdAt),
      token.createdBy,
      token.id,
    ]);
    const headers = ['token', 'role', 'until', 'last used', `created (${timezone})`, 'by', 'id'];
    say(
      io.out,
      ...renderTable(
        headers.map(header => ({ header })),
        rows,
        { head: colours.bold, absent: colours.dim },
      ),
    );
    return EXIT.ok;
  });
}

/** Revokes a token, by its id or its name; gives the exit code. */
export async function revokeToken(io: Io, word: string, options: ServiceOptions & GlobalOptions): Promise<number> {
  return withService(io, options, async client => {
    const { items } = await allTokens(client);
    const working = items.filter(token => token.revokedAt === null);
    const named = working.filter(token => token.id === word || token.name === word);
    const [token, ...more] = named;
    if (token === undefined || more.length > 0) {
      const suggestions = nearest(word, [...new Set(working.map(({ name }) => name))]);
      const found = { found: word, ...(suggestions.length > 0 && named.length === 0 ? { suggestions } : {}) };
      return fail('which-token', { token: visible(word), ids: named.map(({ id }) => id) }, found);
    }
    await client.revokeToken({ params: { id: token.id } });
    if (options.json) sayJson(io.out, token);
    else say(io.out, `${io.out.colours.green('✓')} Token ${visible(token.name)} (${token.id}) no longer works.`);
    return EXIT.ok;
  });
}

const allTokens = (client: Client) => collectPages({ all: true }, query => client.listTokens({ query }));
