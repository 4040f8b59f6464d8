/** @jsxRuntime automatic @jsxImportSource preact */
import { Card, Empty, Grid } from '../components/card.tsx';
import { Button, ButtonLink, Form, Link } from '../components/controls.tsx';
import { Choice, Field } from '../components/field.tsx';
import { Refused } from '../components/notice.tsx';
import { Table } from '../components/table.tsx';
import { Tag } from '../components/tag.tsx';
import type { Page, Side } from '../layout/document.tsx';
import type { Crumb } from '../layout/heading.tsx';

interface Frame {
  readonly side: Side;
  readonly crumbs: readonly Crumb[];
  /** The address that the form of this page posts to. */
  readonly at: string;
  readonly group: { readonly name: string; readonly path: string };
  readonly problem?: string | undefined;
}

interface ShownBelow {
  /** The addresses of its pages. */
  readonly to: string;
  readonly renameAt: string;
  readonly moveAt: string;
  readonly path: string;
  readonly name: string;
  readonly kind: string;
}

interface Groups extends Frame {
  readonly below: readonly ShownBelow[];
  /** How many more there are. */
  readonly more: number;
  /** Whether the person may create, rename and move. */
  readonly isOwner: boolean;
  readonly typed?: TypedGroup | undefined;
}

export interface TypedGroup {
  readonly slug: string;
  readonly name: string;
  readonly kind: string;
}

/** What is below a group; owners create, rename and move it. */
export function groupsBelowPage(shown: Groups): Page {
  const { side, crumbs, group, below, more, isOwner } = shown;
  return {
    title: 'Groups and projects',
    side,
    ...(crumbs.length === 0 ? {} : { crumbs }),
    summary: {
      tone: 'plain',
      text: 'A role in a group applies to everything below it. A project contains no other groups.',
    },
    body: (
      <Grid>
        <Card
          id="below"
          title={`Below ${group.name}`}
          {...(isOwner ? { span: 8 } : {})}
          beside={below.length > 0 && <Tag tone="off">{below.length + more}</Tag>}
        >
          {below.length === 0 ? (
            <Empty title="This group has no subgroups or projects yet.">
              Subgroups and projects have members and roles of their own.
            </Empty>
          ) : (
            <Table
              caption={`Subgroups and projects of ${group.name}`}
              columns={[
                { title: 'Name' },
                { title: 'Kind' },
                ...(isOwner ? [{ title: 'Actions', kind: 'acts' } as const] : []),
              ]}
              rows={below.map((one) => ({ key: one.path, cells: cellsOf(one) }))}
            />
          )}
          {more > 0 && <p class="hint">{more} more. Open a subgroup to see what is below it.</p>}
        </Card>
        {isOwner && <Create {...shown} />}
      </Grid>
    ),
  };
}

function cellsOf({ to, renameAt, moveAt, path, name, kind }: ShownBelow) {
  return [
    <>
      <Link to={to}>{name}</Link>
      <small>{path}</small>
    </>,
    kind === 'project' ? 'Project' : 'Subgroup',
    <div key="acts" class="buttons">
      <ButtonLink to={renameAt} kind="small" label={`Rename ${path}`}>
        Rename
      </ButtonLink>
      <ButtonLink to={moveAt} kind="small" label={`Move ${path}`}>
        Move
      </ButtonLink>
    </div>,
  ];
}

function Create({ at, group, typed, problem }: Groups) {
  return (
    <Card id="create" title="Create" span={4}>
      <Form action={at}>
        <Field name="name" label="Name" autocomplete="off" value={typed?.name ?? ''} optional />
        <Field
          name="slug"
          label="Path"
          hint={`The last part of its path, after ${group.path}/`}
          autocomplete="off"
          value={typed?.slug ?? ''}
          error={problem}
        />
        <Choice
          name="kind"
          label="Kind"
          value={typed?.kind ?? 'group'}
          options={[
            { value: 'group', text: 'Subgroup' },
            { value: 'project', text: 'Project' },
          ]}
        />
        <Button>Create</Button>
      </Form>
    </Card>
  );
}

interface Rename extends Frame {
  readonly slug: string;
  readonly isTop: boolean;
  readonly back: string;
}

export function renameGroupPage({ side, crumbs, at, group, slug, isTop, problem, back }: Rename): Page {
  return {
    title: `Rename ${group.name}`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <Form action={at}>
          <Field name="name" label="Name" autocomplete="off" value={group.name} />
          <Field
            name="slug"
            label="Path"
            hint={
              isTop
                ? 'The SCIM endpoint and single sign-on answer under the former path too'
                : 'The last part of its path. The addresses of its pages change. The former addresses stop working'
            }
            autocomplete="off"
            value={slug}
            error={problem}
          />
          <div class="buttons">
            <Button>Save</Button>
            <ButtonLink to={back}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}

interface Move extends Frame {
  /** The groups that could contain it; undefined where there are too many to choose from. */
  readonly places?: readonly string[] | undefined;
  readonly parent: string;
  readonly typed?: string | undefined;
  readonly back: string;
}

export function moveGroupPage(shown: Move): Page {
  const { side, crumbs, at, group, places, parent, typed, problem, back } = shown;
  return {
    title: `Move ${group.name}`,
    side,
    crumbs,
    body: (
      <div class="card slim">
        <p>
          Members, group links and everything below {group.name} move with it. People who have access only
          through {parent} lose it. People who have a role in the new place gain access. The sign-in rule of
          the new place applies.
        </p>
        <Refused why={problem} />
        <Form action={at}>
          {places ? (
            <Choice
              name="to"
              label="Move it into"
              value={typed ?? parent}
              options={places.map((path) => ({ value: path, text: path }))}
            />
          ) : (
            <Field
              name="to"
              label="Move it into"
              hint="The path of the group that will contain it"
              autocomplete="off"
              value={typed ?? parent}
            />
          )}
          <div class="buttons">
            <Button>Move {group.name}</Button>
            <ButtonLink to={back}>Cancel</ButtonLink>
          </div>
        </Form>
      </div>
    ),
  };
}
