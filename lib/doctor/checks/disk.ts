import { limits } from '../../../config/limits.ts';
import { failed, ok, warning } from '../findings.ts';
import { type Check, isFailure } from '../types.ts';

interface Disk {
  readonly of: string;
  readonly free: number;
  readonly size: number;
}

/** The disks of DATA_DIR and of MongoDB have room. */
export const disk: Check = {
  name: 'disk',
  find({ directory: { free, size }, mongo }) {
    const ofMongo = mongo === undefined || isFailure(mongo) ? undefined : mongo.disk;
    const disks: Disk[] = [
      { of: 'DATA_DIR', free, size },
      ...(ofMongo ? [{ of: 'MongoDB', ...ofMongo }] : []),
    ];
    const text = disks.map(textOf).join(', ');
    if (disks.some((one) => one.free < limits.doctorFreeBytes))
      return failed(
        `Too little room: ${text}. Without room no change is accepted. Enlarge the disk, or free space.`,
      );
    if (disks.some((one) => shareOf(one) < limits.doctorFreePercent))
      return warning(`Room runs out: ${text}. Enlarge the disk, or free space.`);
    return ok(`Room: ${text}.`);
  },
};

function textOf(one: Disk): string {
  return `${(one.free / 2 ** 30).toFixed(1)} GiB (${Math.floor(shareOf(one))} %) free for ${one.of}`;
}

function shareOf({ free, size }: Disk): number {
  return (100 * free) / size;
}
