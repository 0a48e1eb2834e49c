import { verdictOf } from '@waybill/engine/definition';
import { type Problem, problem, WaybillError } from '@waybill/engine/errors';
import { z } from 'zod';

interface Setting<T extends z.ZodType> {
  readonly schema: T;
  readonly fallback?: string;
  readonly meaning: string;
  /** Never shown. */
  readonly secret?: boolean;
}
const setting = <T extends z.ZodType>(definition: Setting<T>): Setting<T> => definition;

/** Settings of the bot: environment variables, read once. docs/slack.md explains each. */
export const SLACK_SETTINGS = {
  SLACK_BOT_TOKEN: setting({
    schema: z.string().regex(/^xox[a-z]/, 'a token that begins with xoxb-'),
    meaning: "The bot's token, `xoxb-…`, from the app's page OAuth & Permissions.",
    secret: true,
  }),
  SLACK_APP_TOKEN: setting({
    schema: z
      .string()
      .regex(/^xapp-/, 'a token that begins with xapp-')
      .optional(),
    meaning: 'Token `xapp-…` with the scope connections:write; with it the bot uses Socket Mode.',
    secret: true,
  }),
  SLACK_SIGNING_SECRET: setting({
    schema: z.string().min(8, 'at least 8 characters').optional(),
    meaning: "The app's signing secret; with it, and without SLACK_APP_TOKEN, the bot listens for HTTP.",
    secret: true,
  }),
  SLACK_PORT: setting({
    schema: z.coerce.number().int().min(0).max(65_535),
    fallback: '3000',
    meaning: 'Port that the bot listens on for HTTP; 0 takes a free one.',
  }),
  SLACK_HOST: setting({
    schema: z.string().min(1),
    fallback: '127.0.0.1',
    meaning: 'Address that the bot listens on for HTTP.',
  }),
  SLACK_API_URL: setting({
    schema: z.url('an address').optional(),
    meaning: "Base address of Slack's Web API, in both modes. Default: Slack's own.",
  }),
} as const;

type Settings = typeof SLACK_SETTINGS;
export type SlackSettingName = keyof Settings;
type Values = { readonly [K in SlackSettingName]: z.output<Settings[K]['schema']> };

export interface SlackConfig extends Values {
  readonly mode: 'socket' | 'http';
}

/** Whether the environment says that there is to be a bot. */
export const wantsSlack = (env: NodeJS.ProcessEnv): boolean => Boolean(env.SLACK_BOT_TOKEN);

/** @throws all that is wrong, together. */
export function readSlackConfig(env: NodeJS.ProcessEnv): SlackConfig {
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { schema, fallback, meaning, secret }] of Object.entries(SLACK_SETTINGS) as [
    SlackSettingName,
    Setting<z.ZodType>,
  ][]) {
    const written = env[name] === undefined || env[name] === '' ? fallback : env[name];
    const read = schema.safeParse(written);
    if (read.success) values[name] = read.data;
    else {
      const found = written === undefined ? 'not set' : secret ? 'something else' : `"${written}"`;
      const [issue] = read.error.issues;
      const expected = issue ? verdictOf(issue, schema, found).expected : '';
      problems.push(problem('setting-wrong', { name, found, expected, meaning }, { place: { path: name } }));
    }
  }
  const { SLACK_APP_TOKEN, SLACK_SIGNING_SECRET } = values as unknown as Values;
  if (problems.length === 0 && SLACK_APP_TOKEN === undefined && SLACK_SIGNING_SECRET === undefined) {
    problems.push(problem('slack-mode-unknown', {}, { place: { path: 'SLACK_APP_TOKEN' } }));
  }
  const [first, ...rest] = problems;
  if (first) throw new WaybillError([first, ...rest]);
  return { ...(values as unknown as Values), mode: SLACK_APP_TOKEN === undefined ? 'http' : 'socket' };
}
