/** @jsxRuntime automatic @jsxImportSource preact */
import { Field } from '../components/field.tsx';

/** What an owner copies from the page of the identity provider. */
export interface TrustFields {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly subject: string;
  readonly audience: string;
}

/** In the order of the page of Microsoft Entra ID. */
export function TrustPart({ trust }: { trust: TrustFields }) {
  return (
    <>
      <Field
        name="issuer"
        label="Issuer"
        hint="Leave issuer, subject and audience empty if the client signs its own assertions"
        autocomplete="off"
        value={trust.issuer}
        optional
      />
      <Field name="jwksUrl" label="JWKS URL" autocomplete="off" value={trust.jwksUrl} />
      <Field
        name="subject"
        label="Subject"
        hint="At Microsoft, the object id of the service principal, not the application id"
        autocomplete="off"
        value={trust.subject}
        optional
      />
      <Field name="audience" label="Audience" autocomplete="off" value={trust.audience} optional />
    </>
  );
}
