/** How far a run is, for people who watch it (X4). */
export interface RunProgress {
  readonly step: 'reading' | 'delivering';
  /** Rows read so far; near the truth until reading has ended. */
  readonly rows: number;
  /** Bytes of the file that are made. */
  readonly bytes: number;
  /** Bytes that the slowest destination has taken; 0 for download only. */
  readonly sent: number;
  /** 0 to 100; undefined where nobody knows how much is to come. */
  readonly percent: number | undefined;
}

/** Puts what the steps report together, and tells a watcher. */
export class ProgressBoard {
  readonly #tell: (progress: RunProgress) => void;
  readonly #estimatedRows: number | undefined;
  readonly #sent: number[];
  #rows = 0;
  #bytes = 0;
  #read = false;

  constructor(tell: (progress: RunProgress) => void, destinations: number, estimatedRows: number | undefined) {
    this.#tell = tell;
    this.#estimatedRows = estimatedRows;
    this.#sent = Array.from({ length: destinations }, () => 0);
  }

  reading(rows: number, bytes: number): void {
    this.#rows = rows;
    this.#bytes = bytes;
    this.#report();
  }

  allRead(): void {
    this.#read = true;
    this.#report();
  }

  sent(destination: number, bytes: number): void {
    this.#sent[destination] = bytes;
    this.#report();
  }

  #report(): void {
    const sent = this.#sent.length === 0 ? 0 : Math.min(...this.#sent);
    const step = this.#read && this.#sent.length > 0 ? 'delivering' : 'reading';
    this.#tell({ step, rows: this.#rows, bytes: this.#bytes, sent, percent: this.#percent(sent) });
  }

  /** Of the rows while they are read (an estimate never reaches the end), of the bytes once the size is known. */
  #percent(sent: number): number | undefined {
    if (this.#read) return this.#sent.length === 0 || this.#bytes === 0 ? 100 : (100 * sent) / this.#bytes;
    if (this.#estimatedRows === undefined || this.#estimatedRows === 0) return undefined;
    return Math.min(99, (100 * this.#rows) / this.#estimatedRows);
  }
}
