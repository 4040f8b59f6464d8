const SHAPES = [/\brc[saxplet]_[0-9a-zA-Z]{30,}/g, /\bwhsec_[\w+/=-]{20,}/g, /\/set-up\/([\w-]{20,})/g];

/** The secrets that an answer reveals: tokens and secrets of webhooks, by their form, and set-up links. */
export function revealedIn(text: string): string[] {
  return SHAPES.flatMap((shape) => [...text.matchAll(shape)].map(([whole, part]) => part ?? whole));
}
