import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Logs of the server, in files; what its native logger does. */
const LOGGER = `
const fs = require('node:fs');
const path = require('node:path');
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
class Logger {
  constructor(file) {
    this.file = file;
    this.level = 2;
    this.plain = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  write(level, message) {
    if (level < this.level) return;
    const line = this.plain ? message : new Date().toISOString() + ' [' + LEVELS[level] + '] ' + message + '\\n';
    try { fs.appendFileSync(this.file, line); } catch {}
  }
  setLevel(level) { this.level = level; }
  getLevel() { return this.level; }
  setPattern() {}
  clearFormatters() { this.plain = true; }
  flush() {}
  drop() {}
}
LEVELS.forEach((name, level) => { Logger.prototype[name] = function (message) { this.write(level, message); }; });
exports.Logger = Logger;
exports.version = 0;
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (name, file) => new Logger(file);
exports.setFlushOn = exports.setLevel = exports.shutdown = () => {};
`;

const STAND_INS: Readonly<Record<string, string>> = {
  '@vscode/deviceid': "exports.getDeviceId = async () => '00000000-0000-4000-8000-000000000000';\n",
  '@vscode/native-watchdog': 'exports.start = () => {};\n',
  'native-watchdog': 'exports.start = () => {};\n',
  '@vscode/spdlog': LOGGER,
};

/** In place of the three native parts that the server looks for, which would have to be compiled. */
export function writeStandIns(modules: string): void {
  for (const [name, code] of Object.entries(STAND_INS)) {
    const folder = join(modules, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.cjs' }));
    writeFileSync(join(folder, 'index.cjs'), code);
  }
}
