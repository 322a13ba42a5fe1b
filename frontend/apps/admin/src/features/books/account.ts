interface AccountWord {
  /** In the catalogue `books.accounts`. */
  key: string;
  /** Whose account of the family it is; empty for an account of its own, and for all of a family together. */
  id: string;
}

const OWN = ["operator", "bank"]; // families whose accounts each have a name

/** How an account of the books is called: `provider:stripe` is the provider stripe's, `operator:commission` an account of its own. */
export function accountWord(account: string): AccountWord {
  const [family = "", ...rest] = account.split(":");
  const id = rest.join(":");
  return OWN.includes(family) ? { key: `${family}_${id}`, id: "" } : { key: family, id };
}
