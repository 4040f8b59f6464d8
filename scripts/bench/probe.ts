import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { type Profile, summaryOf } from './profile.ts';

/** What a process has used so far. */
export interface Used {
  /** Milliseconds of processor time, of all its threads. */
  readonly cpu: number;
  /** Bytes that it holds in memory for itself. Pages of files that LevelDB maps are the system's, which takes them back. */
  readonly memory: number;
  /** Bytes of it and of such pages. */
  readonly resident: number;
}

export type Question = 'used' | 'begin profile' | 'end profile' | 'begin block' | 'end block';

let session: Session | undefined;
let beats: NodeJS.Timeout | undefined;
let longest = 0;
let last = 0;

const answers: Record<Question, () => Promise<unknown>> = {
  used,
  'begin profile': beginProfile,
  'end profile': endProfile,
  'begin block': beginBlock,
  'end block': endBlock,
};

/** Loaded into each process under measurement before its own script: it answers the bench's questions. */
process.on('message', (question) => {
  const answer = answers[question as Question];
  answer?.().then(
    (answered) => process.send?.(answered),
    () => process.exit(1),
  );
});
process.channel?.unref();

async function used(): Promise<Used> {
  const { user, system } = process.cpuUsage();
  const resident = process.memoryUsage.rss();
  return { cpu: (user + system) / 1_000, memory: anonymousBytes() ?? resident, resident };
}

/** Only Linux tells. */
function anonymousBytes(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const kilobytes = /^RssAnon:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
}

async function beginBlock(): Promise<string> {
  longest = 0;
  last = mainThread();
  beats = setInterval(beat, 1);
  return 'begun';
}

/** Milliseconds that the main thread worked in the longest step since the beginning. */
async function endBlock(): Promise<number> {
  beat();
  clearInterval(beats);
  return longest;
}

/** Between two of these no other work runs. */
function beat(): void {
  const now = mainThread();
  longest = Math.max(longest, now - last);
  last = now;
}

/** Milliseconds of processor time of the main thread. Only Linux tells; elsewhere they are those of the clock. */
function mainThread(): number {
  if (process.platform !== 'linux') return performance.now();
  const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(nanoseconds) / 1_000_000;
}

async function beginProfile(): Promise<string> {
  session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  return 'begun';
}

async function endProfile(): Promise<Profile | undefined> {
  const stopped = await session?.post('Profiler.stop');
  session?.disconnect();
  return stopped && summaryOf(stopped.profile);
}
