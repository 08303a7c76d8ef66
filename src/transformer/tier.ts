import type { DeepTier } from '../search/search.js';
import { type EncoderOptions, openEncoder } from './encoder.js';
import { readTransformer } from './model.js';

/** Opens the second tier of meaning over the model in a folder; throws a {@link ModelFault} when it is not there. */
export async function openTransformer(
  folder: string,
  onFault: EncoderOptions['onFault'],
): Promise<DeepTier> {
  const model = readTransformer();
  return { encoder: await openEncoder({ folder, model, onFault }), models: model.models };
}
