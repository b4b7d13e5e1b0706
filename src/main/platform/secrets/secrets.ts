/** Where a sealed value lives. It is bound to this place: moved elsewhere, it does not open. */
export interface SecretPlace {
  /** With its schema: `identity.credentials`. */
  readonly table: string;
  readonly column: string;
  readonly key: string;
}

/** The keys of this installation, and what may be done with them. Keys never leave this module. */
export interface Secrets {
  /** HMAC-SHA256 of `data` under the key kept for `purpose`, such as `badge-uid`. */
  hmac(purpose: string, data: Uint8Array): Buffer;
  /** Encrypts with AES-256-GCM under the newest key. The answer names its key version. */
  seal(place: SecretPlace, text: string): string;
  /** Decrypts what {@link seal} gave. Throws `SecretUnreadable` when place, key or text do not fit. */
  open(place: SecretPlace, sealed: string): string;
  /** `true` when `sealed` was made under an older key and should be sealed again. */
  isStale(sealed: string): boolean;
}
