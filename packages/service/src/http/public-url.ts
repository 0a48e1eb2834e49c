import type { ServiceConfig } from '../config.ts';

/** Where each running service listens: a port that was left to the system is known only then. */
const listening = new WeakMap<ServiceConfig, string>();

/** Remembers where the service of this configuration listens. */
export const listensAt = (config: ServiceConfig, url: string): void => {
  listening.set(config, url);
};

/** Address under which people reach the service, without a slash at its end. */
export const publicUrl = (config: ServiceConfig): string =>
  config.WAYBILL_PUBLIC_URL ?? listening.get(config) ?? urlOf(config.WAYBILL_HOST, config.WAYBILL_PORT);

/** The address of something that listens there; one that listens everywhere is reached on this machine. */
export function urlOf(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
