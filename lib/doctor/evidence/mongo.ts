import { limits } from '../../../config/limits.ts';
import { secretMarks } from '../../operations/index.ts';
import type { Evidence } from '../types.ts';
import { asked } from './asked.ts';

export async function askedMongo(uri: string | undefined, now: () => number): Promise<Evidence['mongo']> {
  if (uri === undefined) return undefined;
  // Loaded late: the embedded store does without.
  const { mongoState } = await import('../../store/mongo/state.ts');
  return asked(() =>
    mongoState(
      { uri, appName: 'rollcall doctor' },
      { now, collection: secretMarks.name, ms: limits.doctorMs },
    ),
  );
}
