import { answerOf, endpointOf } from './document.ts';
import { exampleOf } from './example.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';
import { written } from './written.ts';

/** A part of the reference: the operations of one tag. */
export interface Part {
  /** In the address of its page. */
  readonly slug: string;
  readonly title: string;
  readonly endpoints: readonly Described[];
}

/** What the reference says of one operation. */
interface Described {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly scope: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly place: 'path' | 'query' | 'body';
    readonly type: string;
    readonly isRequired: boolean;
    readonly description: string;
  }[];
  readonly status: number;
  /** The type of the answer. */
  readonly answer: string;
  readonly example: string;
}

/** The reference of the API, made from the routes like the OpenAPI document. */
export function reference(publicUrl: string): Part[] {
  return [...new Set(routes.map(({ tag }) => tag))].map((title) => ({
    slug: title.toLowerCase().replaceAll(/\W+/g, '-'),
    title,
    endpoints: routes.filter(({ tag }) => tag === title).map((route) => described(route, publicUrl)),
  }));
}

function described(route: Route, publicUrl: string): Described {
  const { key, method, path, status, schema, inPath, inRest, hasBody } = route;
  const { summary, 'x-scope': scope } = endpointOf(route);
  return {
    ...{ key, method: method.toUpperCase(), path, status, summary, scope },
    parameters: [...inPath, ...inRest].map((name) => {
      const { description, ...shape } = schema.properties[name] ?? {};
      const isInPath = inPath.includes(name);
      return {
        name,
        place: isInPath ? 'path' : hasBody ? 'body' : 'query',
        type: written(shape),
        isRequired: isInPath || schema.required.includes(name),
        description: typeof description === 'string' ? description : '',
      };
    }),
    answer: written(answerOf(key)),
    example: exampleOf(route, publicUrl),
  };
}
