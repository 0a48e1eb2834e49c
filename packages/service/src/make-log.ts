import { type DestinationStream, type Logger, pino } from 'pino';

/** Keys whose values never reach a log (C4, Q1). */
const SECRETS = [
  'token',
  'password',
  'passphrase',
  'secret',
  'value',
  'authorization',
  'cookie',
  'key',
  'access_key',
  'secret_key',
];

/**
 * Structured logs, a line of JSON each (C4). What belongs to a run carries `run`, what belongs to a request `reqId`. Values
 * of keys that hold secrets are left out wherever they stand, and addresses lose their passwords.
 */
export function makeLog(level: string, stream?: DestinationStream): Logger {
  const paths = SECRETS.flatMap(key => [key, `*.${key}`, `*.*.${key}`]);
  const options = {
    level,
    base: { service: 'waybill' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: [...paths, 'req.headers.authorization', 'req.headers.cookie'], censor: '[hidden]' },
    hooks: {
      streamWrite: (line: string) => line.replaceAll(ADDRESS, '$1[hidden]@').replaceAll(TOKEN, 'wb_[hidden]'),
    },
  };
  return stream ? pino(options, stream) : pino(options);
}

/** `scheme://user:password@`, as drivers put it into their messages. */
const ADDRESS = /([a-z][a-z0-9+.-]*:\/\/[^\s:/@"\\]*:)[^\s@/"\\]+@/gi;
const TOKEN = /wb_[A-Za-z0-9_-]{20,}/g;
