/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Grid } from '../components/card.tsx';
import { Facts } from '../components/facts.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Shown {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  readonly name: string;
  readonly path: string;
  readonly role: string;
}

/** A group as one of its members sees it. */
export function overviewPage({ side, crumbs, name, path, role }: Shown): Page {
  return {
    title: name,
    side,
    ...(crumbs.length === 0 ? {} : { crumbs }),
    state: { tone: 'plain', text: role },
    body: (
      <Grid>
        <Card id="about" title="About this group">
          <Facts
            facts={[
              { name: 'Path', value: path, copy: path },
              { name: 'Your role', value: role },
            ]}
          />
        </Card>
      </Grid>
    ),
  };
}
