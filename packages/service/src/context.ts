import type { Workspace } from '@waybill/engine/workspace';
import type { Logger } from 'pino';
import type { ArtifactStore } from './artifacts/artifact-store.ts';
import type { ServiceConfig } from './config.ts';
import type { Keys } from './security/keys.ts';
import type { Signals } from './signals.ts';
import type { Store } from './store/store.ts';

/** What every part of the service is given; wired once, in `start-service.ts`. */
export interface ServiceContext {
  readonly config: ServiceConfig;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  /** Wakes the parts of this process; other processes see the same in the database a little later. */
  readonly signals: Signals;
  readonly artifacts: ArtifactStore;
  readonly keys: Keys;
  /** The workspace as it is now, with the service's own destinations and secrets put in. Models are read when asked for. */
  workspace(): Promise<Workspace>;
  /** Id of this process among others. */
  readonly workerId: string;
  readonly version: string;
}

export interface Clock {
  now(): Date;
}

/** Who asks for something (Q4, L7). */
export interface Actor {
  /** As people read it: the token's name, or `schedule`. */
  readonly name: string;
  readonly role: 'viewer' | 'editor' | 'admin';
  readonly via: 'schedule' | 'slack' | 'vscode' | 'cli' | 'api';
  /** On whose behalf, where the token may say that. */
  readonly onBehalfOf?: { readonly id: string; readonly name: string } | undefined;
  readonly address?: string | undefined;
  /** How this person is told about what they create and ask for (N1). */
  readonly contact?: Contact | undefined;
  readonly tokenId?: string | undefined;
}

export type Contact = { readonly email: string } | { readonly slack: string };

/** The name that lists show: the person where somebody acts for one. */
export const displayName = (actor: Actor): string => actor.onBehalfOf?.name ?? actor.name;
