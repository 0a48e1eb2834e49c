import { join } from 'node:path';
import { assertGolden as assertGoldenIn } from '../../../../../test/support/golden.ts';

const FOLDER = join(import.meta.dirname, 'golden');

export const assertGolden = (name: string, text: string): void => assertGoldenIn(FOLDER, name, text);
