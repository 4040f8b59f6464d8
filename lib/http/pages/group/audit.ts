import { auditList, auditVerify, type EntryView, ID, type Named } from '../../../operations/index.ts';
import { auditPage } from '../../../views/index.ts';
import type { Context, Middleware } from '../../types.ts';
import { sendPage } from '../send_page.ts';
import type { Site } from '../site.ts';
import { callerOf } from './caller.ts';
import { placeHere } from './place.ts';
import { queried } from './queried.ts';
import { groupUrl, sideOf } from './side.ts';

const PAGE = 50;

/** The audit log; with `verify` in the URL also the result of verifying the chain. */
export function showAudit(site: Site): Middleware {
  return async function auditOfGroup(ctx: Context) {
    const place = placeHere(ctx);
    const caller = callerOf(ctx);
    const group = place.path;
    const after = queried(ctx, 'after');
    const wish = { group, limit: PAGE, ...(after === '' ? {} : { after }) };
    const { entries, next } = await auditList.perform(site, caller, wish);
    const isAsked = queried(ctx, 'verify') !== '';
    const [verdict] = isAsked ? (await auditVerify.perform(site, caller, { group })).chains : [];
    const page = auditPage({
      side: sideOf(place, 'audit'),
      at: groupUrl(group, 'audit'),
      entries: entries.map(shownEntry),
      isLater: after !== '',
      next,
      verdict,
    });
    await sendPage(site, ctx, page);
  };
}

function shownEntry({ id, at, actor, action, target, detail, seq, names }: EntryView) {
  const shown = named(target, names);
  const isNameless = shown.replace(ID, '') === '';
  return {
    id,
    at,
    who: actor.accountId === undefined ? actors[actor.kind] : named(actor.accountId, names),
    action,
    target: isNameless ? nameIn(detail) : shown,
    detail: Object.entries(isNameless ? { ...detail, id: target } : detail)
      .map(([name, value]) => ({ name: spaced(name), value: named(textOf(value), names) }))
      .filter(({ value }) => value !== ''),
    seq,
  };
}

/** What the details call the thing that was changed, where its id has no name. */
function nameIn({ userName, displayName, directoryGroup }: EntryView['detail']): string {
  return textOf(userName ?? displayName ?? directoryGroup ?? '');
}

const actors: Readonly<Record<EntryView['actor']['kind'], string>> = {
  scim: 'Identity provider',
  operator: 'Operator',
  system: 'The service',
  account: 'A person',
  setup_link: 'A set-up link',
};

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join('; ');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, inner]) => `${spaced(name)} ${textOf(inner)}`)
      .join(', ');
  return typeof value === 'string' ? value : String(value);
}

/** A name of the log as words: `tokenId` is “token”, because a name replaces the id. */
function spaced(name: string): string {
  return name.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** Replaces ids in a text by names. */
function named(text: string, names: readonly Named[]): string {
  return text.replace(ID, (id) => names.find((one) => one.id === id)?.name ?? id);
}
