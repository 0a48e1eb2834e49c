/**
 * Imported before anything else: makes a short command start sooner.
 *
 * zod compiles a function for each schema when it first parses; a command line reads a few small files and ends, so
 * that costs more than it saves. Node keeps compiled modules on disk where it can (22.8 and later).
 */
import module from 'node:module';

const settings = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
settings.__zod_globalConfig = { jitless: true };
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
