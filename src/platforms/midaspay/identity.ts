import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { SigningIdentity } from '../../domain/model/platform.ts';
import type { Store } from '../../domain/model/store.ts';
import { createIdentity } from './certificate.ts';

const ID = 'midaspay';

/** The key pair and the certificate of the installation: made at the first use, and kept with the state. */
export class InstallationIdentity {
  readonly #store: Store;
  readonly #keys = new WeakMap<SigningIdentity, KeyObject>();
  #pending: Promise<SigningIdentity> | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /** `null` before the first use. */
  get existing(): SigningIdentity | null {
    return this.#store.tables.signingIdentities.get(ID) ?? null;
  }

  /** Rejects with StorageUnavailable when a new identity could not be stored; another call tries again. */
  async get(): Promise<SigningIdentity> {
    if (this.existing && this.#pending === null) return this.existing;
    this.#pending ??= this.#create();
    return this.#pending;
  }

  /** Read from PEM once for each identity. */
  privateKeyOf(identity: SigningIdentity): KeyObject {
    const key = this.#keys.get(identity) ?? createPrivateKey(identity.privateKey);
    this.#keys.set(identity, key);
    return key;
  }

  async #create(): Promise<SigningIdentity> {
    try {
      const identity = { id: ID, ...(await createIdentity()) };
      this.#store.transact((tables) => {
        tables.signingIdentities.put(identity);
      });
      await this.#store.durable();
      return identity;
    } finally {
      this.#pending = null;
    }
  }
}
