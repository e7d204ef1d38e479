import { createCreator, type NewCreator } from '../../src/domain/creators/creators.ts';
import type { Creator } from '../../src/domain/model/creator.ts';
import type { DomainFixture } from './domain-fixture.ts';

/** A creator of the sandbox game: Leia with the code LEIA, unless told otherwise. */
export function makeCreator(fixture: DomainFixture, fields: Partial<NewCreator> = {}): Creator {
  return createCreator(fixture.domain, fixture.game, {
    name: 'Leia',
    email: 'leia@example.test',
    avatarUrl: null,
    extraTermsUrl: null,
    extraTermsText: null,
    socialMedias: [],
    tierGroupId: null,
    couponCode: null,
    ...fields,
  });
}
