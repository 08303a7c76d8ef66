import { readSync } from 'node:fs';

/** Rows of bytes in an open file; a row is read when it is first asked for, and then kept. */
export interface RowStore {
  /** The block of memory that a row is in. */
  readonly blockOf: (row: number) => Int8Array;
  /** Where in its block a row that was asked for begins. */
  readonly offsetOf: (row: number) => number;
}

/** Where the rows are. */
export interface RowsInFile {
  readonly descriptor: number;
  /** Offset of the first row in the file. */
  readonly position: number;
  readonly count: number;
  readonly bytesPerRow: number;
}

const ROWS_PER_BLOCK = 256;
const UNREAD = -1;

/** A store of the rows in a file; its memory grows by blocks of rows in the order of their first use. */
export function createRowStore(rows: RowsInFile): RowStore {
  const { descriptor, position, count, bytesPerRow } = rows;
  const blocks: Int8Array[] = [];
  const slots = new Int32Array(count).fill(UNREAD);
  let used = 0;

  const blockAt = (slot: number): Int8Array => {
    const index = Math.floor(slot / ROWS_PER_BLOCK);
    const block = blocks[index] ?? new Int8Array(ROWS_PER_BLOCK * bytesPerRow);
    blocks[index] = block;
    return block;
  };
  const offsetAt = (slot: number) => (slot % ROWS_PER_BLOCK) * bytesPerRow;
  const read = (row: number): number => {
    const slot = used;
    readSync(descriptor, blockAt(slot), offsetAt(slot), bytesPerRow, position + row * bytesPerRow);
    used += 1;
    slots[row] = slot;
    return slot;
  };
  const slotOf = (row: number): number => {
    const slot = slots[row] ?? UNREAD;
    return slot === UNREAD ? read(row) : slot;
  };
  return {
    blockOf: (row) => blockAt(slotOf(row)),
    offsetOf: (row) => offsetAt(slotOf(row)),
  };
}
