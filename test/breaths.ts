import type { Services } from '../lib/operations/services.ts';

/** How often work lets others have their turn. */
export async function breathsOf({ runtime }: Services, work: () => Promise<void>): Promise<number> {
  const { breathe } = runtime;
  let breaths = 0;
  runtime.breathe = () => {
    breaths += 1;
    return breathe();
  };
  try {
    await work();
    return breaths;
  } finally {
    runtime.breathe = breathe;
  }
}
