/** A field of a provider's form. `enter` is copied there, `choose` is selected; both may hold `{values}`. */
export type Field =
  | { readonly name: string; readonly enter: string }
  | { readonly name: string; readonly choose: string };

/** A kind of credential of an integration. */
export type CredentialKind = 'token' | 'client' | 'federation';

/** Something to do, with the fields in the order of the provider's form. `**bold**` marks names on its screen. */
export interface Step {
  readonly text: string;
  readonly fields?: readonly Field[];
  /** Whose form it is: the provider's for a credential of this kind, by default a token, or Rollcall's own. */
  readonly form?: CredentialKind | 'rollcall';
}

/** What the provider calls an attribute, what it is here, and what to know about it. */
export interface Mapping {
  readonly theirs: string;
  readonly ours: string;
  readonly note?: string;
}

/** What the provider or Rollcall shows, and what to do. */
export interface Failure {
  readonly shown: string;
  readonly means: string;
}

/** How to set up provisioning, or sign-in. */
export interface Part {
  /** Whether the provider can do it; if not, `about` says what to do instead. */
  readonly isPossible: boolean;
  readonly about: string;
  readonly steps: readonly Step[];
  readonly mappings: readonly Mapping[];
  readonly test: readonly Step[];
  readonly failures: readonly Failure[];
}

/** How to connect one identity provider. */
export interface Guide {
  /** The name of its preset. */
  readonly provider: string;
  readonly name: string;
  readonly scim: Part;
  readonly saml: Part;
}

/** The values of a group that a guide mentions as `{scimUrl}`. */
export interface Values {
  readonly scimUrl: string;
  readonly tokenUrl: string;
  /** A credential, where it may be shown. */
  readonly token?: string;
  readonly entityId: string;
  readonly acsUrl: string;
  readonly metadataUrl: string;
  readonly signInUrl: string;
  readonly revocationUrl: string;
  readonly eventsUrl: string;
}
