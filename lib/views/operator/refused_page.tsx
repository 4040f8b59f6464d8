/** @jsxRuntime automatic @jsxImportSource preact */
import { Card } from '../components/card.tsx';
import { Pager } from '../components/pager.tsx';
import type { Page } from '../layout/document.tsx';
import { LogTable, type ShownRequest } from '../owner/log_table.tsx';
import { operatorSide } from './operator_side.ts';

interface Shown {
  readonly group: string;
  /** The page of the group, and this page. */
  readonly groupAt: string;
  readonly at: string;
  readonly day: string;
  readonly requests: readonly Omit<ShownRequest, 'to'>[];
  readonly isLater: boolean;
  readonly next?: string | undefined;
}

/** The requests of a top-level group that were refused on one day, without their bodies. */
export function operatorRefusedPage({ group, groupAt, at, day, requests, isLater, next }: Shown): Page {
  return {
    title: 'Refused today',
    side: operatorSide('/operator'),
    crumbs: [
      { to: '/operator', text: 'Groups' },
      { to: groupAt, text: group },
    ],
    summary: {
      tone: 'plain',
      text: `Requests since ${day}, midnight UTC. The owners of the group find each in their log, by its reference.`,
    },
    body: (
      <Card id="refused" title="Refused requests">
        <LogTable requests={requests} empty="No request was refused today." />
        <Pager at={at} isLater={isLater} next={next} words={{ first: 'Newest', next: 'Earlier requests' }} />
      </Card>
    ),
  };
}
