import { setTimeout } from 'node:timers/promises';
import { type Got, type Receiver, receiver } from '../../test/webhooks/receiver.ts';

/** An event that the product has taken, without its payload. */
export interface Taken {
  readonly id: string;
  readonly type: string;
  readonly request: string;
  readonly target: string;
  readonly account: string;
  readonly access: readonly AccessChange[];
  readonly roles: readonly { readonly group: { readonly id: string }; readonly role: string }[];
  readonly root: string;
}

interface AccessChange {
  readonly group: { readonly id: string };
  readonly from?: string;
  readonly to?: string;
}

interface Data {
  readonly request?: string;
  readonly target?: { readonly id: string };
  readonly account?: { readonly id: string };
  readonly group?: { readonly id: string };
  readonly access?: readonly AccessChange[];
  readonly roles?: Taken['roles'];
}

/** The receiver of a webhook. It keeps each event once, in the order in which it took them. */
export class Product {
  readonly taken: Taken[] = [];
  readonly #receiver: Receiver;
  readonly #seen = new Set<string>();
  again = 0;
  refused = 0;
  mood: 'well' | 'down' | 'slow' = 'well';

  private constructor(at: Receiver) {
    this.#receiver = at;
    at.answer = (got) => this.#take(got);
  }

  static async open(): Promise<Product> {
    return new Product(await receiver());
  }

  get url(): string {
    return this.#receiver.url;
  }

  /** Events that nobody signed. */
  get forged(): readonly string[] {
    return this.#receiver.forged;
  }

  trust(secret: string): void {
    this.#receiver.secrets.push(secret);
  }

  close(): Promise<void> {
    return this.#receiver.close();
  }

  async #take(got: Got): Promise<{ status: number }> {
    this.#receiver.got.length = 0;
    if (this.mood === 'slow') await setTimeout(1_000);
    if (this.mood === 'down') {
      this.refused += 1;
      return { status: 503 };
    }
    if (this.#seen.has(got.id)) this.again += 1;
    else this.taken.push(shortened(got));
    this.#seen.add(got.id);
    return { status: 204 };
  }
}

function shortened({ id, type, data }: Got): Taken {
  const { request = '', target, account, group, access = [], roles = [] } = data as Data;
  return {
    ...{ id, type, request, access, roles },
    target: target?.id ?? '',
    account: account?.id ?? '',
    root: group?.id ?? '',
  };
}
