import { ROLES } from '@waybill/api';
import { z } from 'zod';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  min: MINUTE,
  h: HOUR,
  days: 24 * HOUR,
  day: 24 * HOUR,
};

/** A time as people write it: `30 s`, `5 min`, `8 h`, `7 days`; in milliseconds. */
const time = z
  .string()
  .regex(/^\d+ ?(ms|s|min|h|days?)$/, 'a time as `30 s`, `5 min`, `8 h` or `7 days`')
  .transform(text => {
    const [, amount = '0', unit = 'ms'] = /^(\d+) ?(\w+)$/.exec(text) ?? [];
    return Number(amount) * (UNITS[unit] ?? 1);
  });

/** One that something is done again after: with none it would be done without a pause. */
const pause = time.refine(milliseconds => milliseconds > 0, 'a time above 0, as `30 s`, `5 min`, `8 h` or `7 days`');

const flag = z
  .enum(['true', 'false', '1', '0', ''], 'true or false')
  .transform(text => text === 'true' || text === '1');
const port = z.coerce.number().int().min(0).max(65_535);

/** One setting of the service: an environment variable, read once. docs/operate.md is written from these. */
interface Setting<T extends z.ZodType> {
  readonly schema: T;
  /** As it would be written. */
  readonly fallback?: string;
  readonly unit?: string;
  readonly meaning: string;
  /** When to change it, and what that costs. */
  readonly advice: string;
  /** Never shown. */
  readonly secret?: boolean;
}
const setting = <T extends z.ZodType>(definition: Setting<T>): Setting<T> => definition;

export const SETTINGS = {
  WAYBILL_HOST: setting({
    schema: z.string().min(1),
    fallback: '127.0.0.1',
    meaning: 'Address that the service listens on.',
    advice: 'Only behind a proxy that speaks TLS set it to `0.0.0.0`: tokens travel in every request.',
  }),
  WAYBILL_PORT: setting({
    schema: port,
    fallback: '8484',
    meaning: 'Port that the service listens on; 0 takes a free one.',
    advice: 'When it is taken.',
  }),
  WAYBILL_PUBLIC_URL: setting({
    schema: z
      .url({ protocol: /^https?$/, error: 'a web address as `https://waybill.brand.example`' })
      .transform(url => url.replace(/\/+$/, ''))
      .optional(),
    meaning: 'Address under which people reach the service, for the links in notices. Default: what it listens on.',
    advice: 'Whenever somebody on another machine is to open a link.',
  }),
  WAYBILL_DATABASE: setting({
    schema: z.string().min(1).optional(),
    meaning:
      'Where schedules and runs are kept: `postgres://…`, or a path of an SQLite file. Default: `.waybill/service/waybill.db` in the workspace.',
    advice: 'PostgreSQL as soon as more than one process is to work; an SQLite file serves exactly one.',
    secret: true,
  }),
  WAYBILL_ROLE: setting({
    schema: z.enum(['all', 'web', 'worker', 'scheduler']),
    fallback: 'all',
    meaning: 'What this process does: answers requests, runs exports, fires schedules and sends notices, or all of it.',
    advice:
      'With many processes, to keep requests quick while exports run. At least one `scheduler` (or `all`) has to run.',
  }),
  WAYBILL_CONCURRENCY: setting({
    schema: z.coerce.number().int().min(1).max(64),
    fallback: '2',
    unit: 'runs',
    meaning: 'Runs that this process works on at once.',
    advice: 'About the number of cores; each takes up to 150 MB. Sources have limits of their own in waybill.yaml.',
  }),
  WAYBILL_PER_PERSON: setting({
    schema: z.coerce.number().int().min(1).max(64).optional(),
    unit: 'runs',
    meaning: 'Runs of one person that are worked on at once, over all processes. Default: no limit but fair turns.',
    advice: 'When one person has heavy exports that others should not wait for.',
  }),
  WAYBILL_TICK: setting({
    schema: pause,
    fallback: '500 ms',
    meaning: 'How often schedules are looked at.',
    advice: 'Longer saves one small query each time; runs then begin that much later.',
  }),
  WAYBILL_LEASE: setting({
    schema: pause,
    fallback: '30 s',
    meaning: 'How long a run belongs to a process that gives no sign of life; it gives one every third of that.',
    advice: 'Longer where processes stall (small machines, suspended ones); a run of a dead process waits that long.',
  }),
  WAYBILL_ATTEMPTS: setting({
    schema: z.coerce.number().int().min(1).max(50),
    fallback: '5',
    unit: 'attempts',
    meaning: 'How often a run is tried when its trouble may pass.',
    advice: 'With the waits between them 5 attempts take about 1.5 hours.',
  }),
  WAYBILL_RETRY_FIRST: setting({
    schema: time,
    fallback: '1 min',
    meaning: 'Wait before the second attempt; each one after waits four times as long.',
    advice: 'Shorter where networks drop often and briefly.',
  }),
  WAYBILL_RETRY_LONGEST: setting({
    schema: time,
    fallback: '1 h',
    meaning: 'The longest wait between two attempts.',
    advice: 'Longer for destinations that are closed at night.',
  }),
  WAYBILL_MISSED_AFTER: setting({
    schema: time,
    fallback: '1 min',
    meaning: 'A firing that the scheduler comes to later than this was missed, and `catch_up` decides about it.',
    advice: 'Longer than restarts of the service take.',
  }),
  WAYBILL_LATE_AFTER: setting({
    schema: time,
    fallback: '30 min',
    meaning: 'A scheduled run that is not finished so long after its time is late, which notices can say.',
    advice: 'Longer than the longest export takes.',
  }),
  WAYBILL_KEY: setting({
    schema: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, '64 hexadecimal digits')
      .optional(),
    meaning:
      'Key of secrets and links, 64 hexadecimal digits. Default: the file `.waybill/service/key` (mode 0600), which is made.',
    advice:
      'With many processes: all need the same. Without it secrets cannot be read, so keep a copy apart from backups.',
    secret: true,
  }),
  WAYBILL_ARTIFACTS: setting({
    schema: z.string().min(1).optional(),
    meaning: 'Where files are kept: a folder, or `s3://bucket/prefix`. Default: `.waybill/files` in the workspace.',
    advice: 'S3 with many machines, so that each can give every file.',
  }),
  WAYBILL_ARTIFACTS_S3: setting({
    schema: z.string().optional(),
    meaning: 'Settings of that bucket as JSON: `region`, `endpoint`, `access_key`, `secret_key`, `path_style`.',
    advice: 'Where the environment has no credentials of its own.',
    secret: true,
  }),
  WAYBILL_SMTP_URL: setting({
    schema: z.url({ protocol: /^smtps?$/, error: 'an address as `smtps://user:password@mail.example:465`' }).optional(),
    meaning: 'Server that e-mail goes out by: `smtps://user:password@mail.example:465`, `smtp://…` (STARTTLS).',
    advice: 'Without it no e-mail is sent, and notices say so.',
    secret: true,
  }),
  WAYBILL_SMTP_FROM: setting({
    schema: z.string().min(3).optional(),
    meaning: 'Sender of e-mail: `Waybill <exports@brand.example>`.',
    advice: 'With WAYBILL_SMTP_URL.',
  }),
  WAYBILL_SLACK_ROLE: setting({
    schema: z.enum(ROLES),
    fallback: 'viewer',
    meaning: 'What people in Slack may do who have no role of their own, nor by a group: `viewer`, `editor`, `admin`.',
    advice: '`editor` where everybody in that Slack may create and run exports; else `waybill role set` for each.',
  }),
  WAYBILL_SLACK_UPLOAD: setting({
    schema: z.coerce.number().min(0).max(50),
    fallback: '0',
    unit: 'MB',
    meaning:
      'Most that the Slack bot sends into a thread as files when somebody asks for it, all files of a run together. 0: never, there are signed links only.',
    advice:
      'A few MB where files may stay in Slack: everybody in the channel can open them then, and no link expires. Files with personal data and those in quarantine are not sent.',
  }),
  WAYBILL_SLACK_UPLOAD_PERSONAL: setting({
    schema: flag,
    fallback: 'false',
    meaning:
      'Send files into Slack also when they show personal data: a column that is `pii` in the catalog, and neither hashed nor masked.',
    advice: 'Only where Slack is a place that your personal data may be kept in.',
  }),
  WAYBILL_LINK_HOURS: setting({
    schema: z.coerce.number().positive().max(2160),
    fallback: '168',
    unit: 'hours',
    meaning: 'How long the links in notices work.',
    advice: 'Shorter where files hold personal data.',
  }),
  WAYBILL_WEBHOOK_HOSTS: setting({
    schema: z.string().optional(),
    meaning:
      'Hosts that webhooks may go to, with commas; `*.brand.example` covers those below. Default: any public one.',
    advice: 'To allow hosts of the own network, which are refused otherwise.',
  }),
  WAYBILL_BODY_LIMIT: setting({
    schema: z.coerce.number().int().min(1024),
    fallback: '2097152',
    unit: 'bytes',
    meaning: 'The largest request.',
    advice: 'Never, as a rule.',
  }),
  WAYBILL_RATE: setting({
    schema: z.coerce.number().int().min(1),
    fallback: '600',
    unit: 'requests a minute',
    meaning: 'Requests of one token (or one address without a token) in a minute.',
    advice: 'Higher for programs that ask a lot.',
  }),
  WAYBILL_METRICS_TOKEN: setting({
    schema: z.string().min(8).optional(),
    meaning: 'Bearer token that `/metrics` asks for. Default: none is asked.',
    advice: 'Where others reach the port.',
    secret: true,
  }),
  WAYBILL_LOG_LEVEL: setting({
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
    fallback: 'info',
    meaning: 'What is logged.',
    advice: '`debug` while looking for something.',
  }),
  WAYBILL_GRACE: setting({
    schema: time,
    fallback: '20 s',
    meaning: 'How long a stop waits for runs to end before it hands them over.',
    advice: 'Below what the system waits before it kills.',
  }),
  WAYBILL_TRUST_PROXY: setting({
    schema: flag,
    fallback: 'false',
    meaning: 'Take the address of who asks from X-Forwarded-For.',
    advice: 'Behind a proxy that sets it, so that the audit log has people and not the proxy.',
  }),
} as const;

type Settings = typeof SETTINGS;
export type SettingName = keyof Settings;
export type ServiceConfig = { readonly [K in SettingName]: z.output<Settings[K]['schema']> } & {
  /** The workspace's folder, absolute. */
  readonly folder: string;
};
