import { derived, type Secret, valuesOf } from './secret.ts';
import { digestOf, isSameDigest } from './token_format.ts';

/** Where a service proves that it is the one of a secret, and the header of the question. */
export const SELF_CHECK = '/self-check';
export const QUESTION = 'x-rollcall-question';

/** A question that only holders of the secret can ask. */
export function questionOf(secret: Secret, nonce: string): string {
  return `${nonce}.${digestOf(`question ${nonce}`, keyOf(secret))}`;
}

/** The answer that only holders of the secret can give; undefined when the question was asked without it. */
export function answerTo(secret: Secret, question: string): string | undefined {
  const [nonce = '', digest = ''] = question.split('.');
  const asker = valuesOf(keyOf(secret)).find((key) =>
    isSameDigest(digest, digestOf(`question ${nonce}`, key)),
  );
  return asker && digestOf(`answer ${nonce}`, asker);
}

export function isAnswer(secret: Secret, nonce: string, answer: string): boolean {
  return isSameDigest(answer, digestOf(`answer ${nonce}`, keyOf(secret)));
}

function keyOf(secret: Secret): Secret {
  return derived(secret, 'self-check');
}
