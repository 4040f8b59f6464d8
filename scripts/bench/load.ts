import type { ChildProcess } from 'node:child_process';
import { Connection, type Reply, type Send } from './connection.ts';
import type { Used } from './probe.ts';
import { ask } from './processes.ts';
import { type Figures, figuresOf, Samples } from './statistics.ts';

export interface Work {
  readonly name: string;
  /** How many turns there are at most. Work that uses something up has a limit, and no warming up. */
  readonly most?: number;
  /** One turn of one client; it throws when the answer is not the right one. */
  turn(send: Send, turn: number, client: number): Promise<void>;
}

export interface Target {
  readonly process: ChildProcess;
  readonly port: number;
}

export interface Load {
  /** Connections that each begin the next turn when the last one has ended. */
  readonly clients: number;
  readonly seconds: number;
}

export interface Measured extends Figures {
  readonly name: string;
  readonly clients: number;
  /** Milliseconds of processor time that the server spent on one. */
  readonly cpu: number;
}

/** Does the work for so many seconds, after a fourth of that to warm up, and says how long its turns took. */
export async function measure(
  work: Work,
  { process: server, port }: Target,
  { clients, seconds }: Load,
): Promise<Measured> {
  return connected(port, clients, async (sends) => {
    if (work.most === undefined) await turns(work, sends, seconds / 4);
    const before = await ask<Used>(server, 'used');
    const figures = await turns(work, sends, seconds);
    const after = await ask<Used>(server, 'used');
    return { name: work.name, clients, ...figures, cpu: (after.cpu - before.cpu) / figures.count };
  });
}

/** Opens so many connections for some work, and closes them. */
export async function connected<T>(
  port: number,
  clients: number,
  work: (sends: readonly Send[]) => Promise<T>,
): Promise<T> {
  const connections = await Promise.all(Array.from({ length: clients }, () => Connection.open(port)));
  try {
    return await work(
      connections.map(
        (connection): Send =>
          (request) =>
            connection.send(request),
      ),
    );
  } finally {
    for (const connection of connections) connection.close();
  }
}

/** Does the work for so many seconds, or until it has had its most turns. */
export async function turns(work: Work, sends: readonly Send[], seconds: number): Promise<Figures> {
  const samples = new Samples();
  const most = work.most ?? Number.POSITIVE_INFINITY;
  const start = performance.now();
  const until = start + seconds * 1_000;
  let begun = 0;
  await Promise.all(
    sends.map(async (send, client) => {
      for (let from = performance.now(); begun < most && from < until; ) {
        await work.turn(send, begun++, client);
        const to = performance.now();
        samples.add(to - from);
        from = to;
      }
    }),
  );
  return figuresOf(samples, (performance.now() - start) / 1_000);
}

/** Throws unless the reply has this status. */
export function expectStatus({ status, body }: Reply, wanted: number): void {
  if (status !== wanted) throw new Error(`the answer was ${status}, not ${wanted}: ${body.toString()}`);
}
