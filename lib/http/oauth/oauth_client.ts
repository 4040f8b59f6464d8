/** A client as it presents itself to the token endpoint. */
export interface OAuthClient {
  readonly id: string;
  readonly secretDigest: string;
}
