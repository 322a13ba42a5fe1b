import { FormSummary } from "@globalmarket/ui/form-summary";
import { getTranslations } from "next-intl/server";

/** Why there was no file to download: `refused` in the page's address is the API's code. */
export async function RefusedDownload({ asked }: { asked: string | string[] | undefined }) {
  if (typeof asked !== "string") return null;
  const t = await getTranslations("money");
  const known = /^\w+$/.test(asked) && t.has(`refusals.${asked}`);
  const message = known ? t(`refusals.${asked}`) : t("refused");
  return <FormSummary kind="problem" message={message} attempt={crypto.randomUUID()} />;
}
