import type { Command } from '../extension.ts';
import { approveRun } from './approve-run.ts';
import { cancelRun } from './cancel-run.ts';
import { connect } from './connect.ts';
import { deploy } from './deploy.ts';
import { disconnect } from './disconnect.ts';
import { download } from './download.ts';
import { history } from './history.ts';
import { newExport } from './new-export.ts';
import { openRunPage } from './open-run-page.ts';
import { pause } from './pause.ts';
import { preview } from './preview.ts';
import { previewCancel } from './preview-cancel.ts';
import { previewSql } from './preview-sql.ts';
import { refreshExports } from './refresh-exports.ts';
import { rejectRun } from './reject-run.ts';
import { rerun } from './rerun.ts';
import { restartServer } from './restart-server.ts';
import { resume } from './resume.ts';
import { run } from './run.ts';
import { runAgain } from './run-again.ts';
import { showDefinition } from './show-definition.ts';
import { showLog } from './show-log.ts';
import { showOutput } from './show-output.ts';

/** Every command of the extension, as its manifest names them. */
export const COMMANDS: readonly Command[] = [
  newExport,
  preview,
  previewSql,
  previewCancel,
  deploy,
  run,
  history,
  connect,
  disconnect,
  refreshExports,
  rerun,
  runAgain,
  cancelRun,
  approveRun,
  rejectRun,
  pause,
  resume,
  download,
  showLog,
  showDefinition,
  openRunPage,
  restartServer,
  showOutput,
];
