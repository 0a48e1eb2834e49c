/** The service: schedules, runs, notices, API. */
export { SETTINGS, type SettingName } from './config.ts';
export { makeLog } from './make-log.ts';
export { readConfig } from './read-config.ts';
export { type RunningService, type StartRequest, startService } from './start-service.ts';
