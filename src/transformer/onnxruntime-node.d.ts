// What Herald uses of an optional package, so that it compiles without.
declare module 'onnxruntime-node' {
  export class Tensor {
    constructor(type: 'int64', data: BigInt64Array, shape: readonly number[]);
    readonly data: unknown;
  }
  export class InferenceSession {
    static create(
      path: string,
      options: {
        readonly executionProviders: readonly string[];
        readonly intraOpNumThreads: number;
        readonly extra: Readonly<Record<string, unknown>>;
      },
    ): Promise<InferenceSession>;
    run(
      feeds: Readonly<Record<string, Tensor>>,
    ): Promise<Readonly<Record<string, Tensor | undefined>>>;
  }
}
