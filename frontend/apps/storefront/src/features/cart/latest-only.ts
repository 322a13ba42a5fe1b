/**
 * Runs one call at a time. Of what is wished for while one runs only the last is carried out, since it replaces those before.
 *
 * The first asker gets the last answer; the others get null, since their wishes were replaced or are carried out for the first.
 */
export function latestOnly<Wish, Answer>(run: (wish: Wish) => Promise<Answer>) {
  let waiting: { wish: Wish } | null = null;
  let isRunning = false;
  return async (wish: Wish): Promise<{ answer: Answer } | null> => {
    waiting = { wish };
    if (isRunning) return null;
    isRunning = true;
    let last: { answer: Answer } | null = null;
    try {
      while (waiting !== null) {
        const next: { wish: Wish } = waiting;
        waiting = null;
        last = { answer: await run(next.wish) };
      }
    } finally {
      waiting = null;
      isRunning = false;
    }
    return last;
  };
}
