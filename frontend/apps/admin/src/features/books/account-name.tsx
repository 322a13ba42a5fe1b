import { getTranslations } from "next-intl/server";
import { accountWord } from "./account";

interface Props {
  account: string;
  /** Of vendors, by id. */
  names?: ReadonlyMap<string, string>;
}

/** An account of the books in words, with whose it is. */
export async function AccountName({ account, names }: Props) {
  const t = await getTranslations("books.accounts");
  const { key, id } = accountWord(account);
  if (!t.has(key)) return <bdi dir="ltr">{account}</bdi>;
  if (!id) return t(key);
  return (
    <>
      {t(`of.${key}`)} <bdi dir={names?.has(id) ? undefined : "ltr"}>{names?.get(id) ?? id}</bdi>
    </>
  );
}

/** The same as plain text, for many accounts. */
export async function accountNamer(names: ReadonlyMap<string, string>): Promise<(account: string) => string> {
  const t = await getTranslations("books.accounts");
  return (account) => {
    const { key, id } = accountWord(account);
    if (!t.has(key)) return account;
    return id ? `${t(`of.${key}`)} ${names.get(id) ?? id}` : t(key);
  };
}
