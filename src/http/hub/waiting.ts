import { clearTimeout, setTimeout } from '../../real-time.ts';
import type { DomainContext } from '../../domain/model/context.ts';
import type { QuestionType } from '../../domain/hub/answers.ts';
import { resultOf, type Question } from '../../domain/hub/questions.ts';

/**
 * How long a page waits for the game's answer, in milliseconds. An attempt has a time limit of its own, which is
 * shorter unless it was set to more.
 */
const LONGEST_WAIT_MS = 60_000;

/** Waits until the game has answered, or can no longer answer. Rejects with StorageUnavailable if it cannot be asked. */
export async function answerTo<Type extends QuestionType>(
  { store }: Pick<DomainContext, 'store'>,
  question: Question<Type>,
): Promise<ReturnType<typeof resultOf<Type>>> {
  await store.durable();
  return new Promise((resolve) => {
    const result = () => resultOf(store, question);
    const first = result();
    if (first.kind !== 'pending') {
      resolve(first);
      return;
    }
    const finish = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve(result());
    };
    const timer = setTimeout(finish, LONGEST_WAIT_MS);
    const unsubscribe = store.onCommit(() => {
      if (result().kind !== 'pending') finish();
    });
  });
}
