import type { Button } from '../blocks/block-kit.ts';
import { type ButtonLook, button } from '../blocks/build.ts';

/** A button that does what `/export …` would; `place` tells it from others in the same block. */
export const commandButton = (place: string, text: string, command: string, look: ButtonLook = {}): Button =>
  button(`wb:command:${place}`, text, command, look);
