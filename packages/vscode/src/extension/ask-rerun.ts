import type { RunView } from '@waybill/api';
import { agree } from './ask.ts';
import type { Extension } from './extension.ts';

/** Runs a run again with its own window and revision (R3); asks before something that was delivered is delivered again. */
export async function askRerun(extension: Extension, id: string, confirmed: boolean): Promise<RunView> {
  const client = (await extension.service()).client();
  const params = { id };
  if (confirmed) return client.rerunRun({ params, body: { confirm: true } });
  try {
    return await client.rerunRun({ params, body: {} });
  } catch (error) {
    if (!(error instanceof Error) || (error as { code?: unknown }).code !== 'confirm-again') throw error;
    await agree('Run it again?', error.message, 'Run Again');
    return client.rerunRun({ params, body: { confirm: true } });
  }
}

export const isYes = (options: unknown): boolean => (options as { yes?: boolean } | undefined)?.yes === true;
