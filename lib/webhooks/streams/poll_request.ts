import { z } from 'zod';
import { limits } from '../../../config/limits.ts';
import { RuleError } from '../../kernel/index.ts';
import type { Poll } from './poll.ts';

const shape = z.object({
  maxEvents: z.int().min(0).exactOptional(),
  returnImmediately: z.boolean().default(false),
  ack: z.array(z.string()).default([]),
  setErrs: z
    .record(z.string(), z.object({ err: z.string(), description: z.string().exactOptional() }))
    .default({}),
});

/** Reads the body of a poll (RFC 8936 section 2.4). Throws `RuleError` `invalid_poll`. */
export function readPoll(text: string): Poll {
  const { maxEvents = limits.pollEvents, ...rest } = parsed(text);
  const answers = rest.ack.length + Object.keys(rest.setErrs).length;
  if (answers > limits.pollAnswers)
    throw invalid(`It answers ${answers} tokens; at most ${limits.pollAnswers} are allowed at once.`);
  return { ...rest, maxEvents: Math.min(maxEvents, limits.pollEvents) };
}

function parsed(text: string): z.output<typeof shape> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid('The body is not JSON.');
  }
  const result = shape.safeParse(value);
  if (!result.success) throw invalid(z.prettifyError(result.error).replaceAll('\n', ' '));
  return result.data;
}

function invalid(why: string): RuleError {
  return new RuleError('invalid_poll', `This is no poll of RFC 8936 section 2.4. ${why}`);
}
