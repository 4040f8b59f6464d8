/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';

interface NoticeProps {
  readonly kind: 'done' | 'problem' | 'info';
  readonly children: ComponentChildren;
}

/** A message that the page opens with. */
export function Notice({ kind, children }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} role={kind === 'problem' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}

/** A browser opens the page here, however long it is. */
const opensHere = { tabIndex: -1, autofocus: true };

/** Why the form below was not accepted. */
export function Refused({ why }: { why: string | undefined }) {
  if (!why) return null;
  return (
    <div class="notice problem" role="alert" {...opensHere}>
      {why}
    </div>
  );
}

interface BannerProps {
  readonly tone: 'warn' | 'problem' | 'info';
  readonly title: string;
  readonly children?: ComponentChildren;
  /** The way out. */
  readonly action?: ComponentChildren;
}

/** Something about this page that lasts, with its way out. */
export function Banner({ tone, title, children, action }: BannerProps) {
  return (
    <div class={`notice banner ${tone}`}>
      <span>
        <strong>{title}</strong> {children}
      </span>
      {action}
    </div>
  );
}
