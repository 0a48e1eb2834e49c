import { ApiError, type Client, ServiceUnreachable } from '@waybill/api';
import type { ConnectionState } from '../extension/service-part.ts';

/** Asks a service who one is there: what that says of the connection. Throws only what is no answer of a service. */
export async function stateOf(client: Client): Promise<ConnectionState> {
  try {
    return { kind: 'connected', url: client.url, who: await client.whoami() };
  } catch (error) {
    return stateAfter(error, client.url);
  }
}

/** What a failed question says of the connection. */
export function stateAfter(error: unknown, url: string): ConnectionState {
  if (error instanceof ServiceUnreachable) return { kind: 'unreachable', url, message: error.message };
  if (error instanceof ApiError && (error.status === 401 || error.status === 403))
    return { kind: 'refused', url, message: error.message };
  if (error instanceof ApiError) return { kind: 'unreachable', url, message: error.message };
  throw error;
}

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  readonly command: string;
  /** Whether something is wrong. */
  readonly warning: boolean;
}

/** What the status bar says about the connection. */
export function statusText(state: ConnectionState): StatusText {
  const { text, tooltip, command = 'waybill.connect', warning = false } = said(state);
  return { text, tooltip, command, warning };
}

function said(state: ConnectionState): { text: string; tooltip: string; command?: string; warning?: boolean } {
  switch (state.kind) {
    case 'none':
      return { text: '$(debug-disconnect) Waybill', tooltip: 'Not connected to a service. Click to connect.' };
    case 'connecting':
      return { text: '$(sync~spin) Waybill', tooltip: `Connecting to ${state.url} …` };
    case 'connected': {
      const { name, role, brand, version } = state.who;
      const text = `$(plug) Waybill: ${brand}`;
      return {
        text,
        tooltip: `Connected to ${state.url} (${version}) as ${name}, ${role}.`,
        command: 'waybill.exports.focus',
      };
    }
    case 'unreachable':
      return {
        text: '$(warning) Waybill: unreachable',
        tooltip: `${state.message} It is tried again by itself.`,
        warning: true,
      };
    case 'refused':
      return {
        text: '$(warning) Waybill: token refused',
        tooltip: `${state.message} Click to connect with another token.`,
        warning: true,
      };
  }
}
