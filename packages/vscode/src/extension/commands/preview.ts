import type { Command } from '../extension.ts';
import { exportFile } from '../the-file.ts';

/** Shows the file that the export makes (V6). */
export const preview: Command = {
  id: 'waybill.preview',
  run: async (extension, file) => {
    const { uri } = await exportFile(file);
    await (await extension.preview()).show(uri);
  },
};
