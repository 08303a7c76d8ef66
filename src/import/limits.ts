/** What one import may take at most; everything beyond is refused. */
export interface Limits {
  /** Bytes of a document, read or fetched, after the transfer's own compression. */
  readonly bytes: number;
  /** Bytes that a compressed part (of a Word file, of a PDF) may unpack to. */
  readonly unpackedBytes: number;
  /** Entries of a Word file, which is a zip archive. */
  readonly entries: number;
  /** Pages of a PDF. */
  readonly pages: number;
  /** Elements of a web page. */
  readonly elements: number;
  /** How deep the elements of a web page may stand in each other. */
  readonly nesting: number;
  readonly redirects: number;
  /** Time for fetching, redirects included. */
  readonly fetchMs: number;
  /** Time for converting. */
  readonly convertMs: number;
  /** Heap of the thread that converts, in MiB. */
  readonly heapMb: number;
  /** Resident memory of the whole process while it converts. */
  readonly residentBytes: number;
}

/** The limits that hold unless a test or an operator sets others. */
export const LIMITS: Limits = {
  bytes: 20_000_000,
  unpackedBytes: 32_000_000,
  entries: 2_000,
  pages: 500,
  elements: 100_000,
  nesting: 1_000,
  redirects: 5,
  fetchMs: 30_000,
  convertMs: 30_000,
  heapMb: 112,
  residentBytes: 230_000_000,
};
