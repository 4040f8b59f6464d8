/** A refusal as a page. `code` is stable and listed in docs/errors.md; `lines` tell what to do. */
export class PageError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    title: string,
    lines: readonly string[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(title);
    this.status = status;
    this.code = code;
    this.title = title;
    this.lines = lines;
    this.headers = headers;
  }
}

export function pageNotFound(): PageError {
  return new PageError(404, 'page_not_found', 'There is no such page', [
    'The link may be old, or the address was typed wrong.',
  ]);
}
