import type { FileHandle } from 'node:fs/promises';

/** What a client has open: a file, or a folder whose entries it has been told or not. */
export type OpenThing =
  | { readonly kind: 'file'; readonly file: FileHandle; readonly append: boolean }
  | { readonly kind: 'folder'; readonly path: string; told: boolean };

/** As many as OpenSSH allows a session by default, or so. */
const MOST_OPEN = 256;

/** The handles of one session: numbers that mean something only in it. */
export class OpenHandles {
  readonly #things = new Map<number, OpenThing>();
  #next = 1;

  get full(): boolean {
    return this.#things.size >= MOST_OPEN;
  }

  add(thing: OpenThing): Buffer {
    const number = this.#next++;
    this.#things.set(number, thing);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(number);
    return handle;
  }

  #find(handle: Buffer): OpenThing {
    const thing = handle.length === 4 ? this.#things.get(handle.readUInt32BE()) : undefined;
    if (!thing) throw new Error('There is no such handle.');
    return thing;
  }

  file(handle: Buffer): Extract<OpenThing, { kind: 'file' }> {
    const thing = this.#find(handle);
    if (thing.kind !== 'file') throw new Error('This handle is a folder.');
    return thing;
  }

  folder(handle: Buffer): Extract<OpenThing, { kind: 'folder' }> {
    const thing = this.#find(handle);
    if (thing.kind !== 'folder') throw new Error('This handle is a file.');
    return thing;
  }

  async close(handle: Buffer): Promise<void> {
    const thing = this.#find(handle);
    this.#things.delete(handle.readUInt32BE());
    if (thing.kind === 'file') await thing.file.close();
  }

  async closeAll(): Promise<void> {
    const things = [...this.#things.values()];
    this.#things.clear();
    await Promise.allSettled(things.map(thing => (thing.kind === 'file' ? thing.file.close() : undefined)));
  }
}
