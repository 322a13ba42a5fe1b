import { formatDay } from "@globalmarket/i18n";
import { buttonClass } from "@globalmarket/ui/button";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { getTranslations } from "next-intl/server";
import { currentShop } from "@/server/shop";
import { askForCopy, deleteAccount } from "./privacy-actions";
import { listCopies } from "./privacy-reads";

/** A copy of all that is stored about the customer: asked for here, made in the background, downloaded here. */
export async function YourData() {
  const t = await getTranslations("account");
  const { region, locale } = await currentShop();
  const copies = await listCopies();
  return (
    <>
      <p className="text-muted">{t("copy_hint")}</p>
      {copies.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line">
          {copies.map(({ id, state, requested_at }) => (
            <li key={id} className="flex min-h-16 items-center justify-between gap-4 px-4 py-2">
              <span>{t("copy_of", { day: formatDay(requested_at, locale.tag, region.timezone) })}</span>
              {state === "ready" ? (
                <a href={`/${locale.tag}/account/data/${id}`} className={buttonClass("secondary")}>
                  {t("download")}
                </a>
              ) : (
                <span className="text-muted text-sm">{t("copy_pending")}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      <FieldForm
        id="copy"
        action={askForCopy}
        submit={t("ask_copy")}
        look="secondary"
        fields={[{ name: "key", type: "hidden", value: crypto.randomUUID() }]}
      />
    </>
  );
}

export async function DeleteAccount() {
  const t = await getTranslations("account");
  return (
    <details className="rounded-xl border border-line">
      <summary className="min-h-11 px-5 py-3 font-medium">{t("delete_account")}</summary>
      <div className="flex flex-col gap-4 border-line border-t p-5">
        <p>{t("delete_hint")}</p>
        <p className="text-muted">{t("delete_kept")}</p>
        <FieldForm
          id="delete"
          action={deleteAccount}
          submit={t("delete_now")}
          look="danger"
          fields={[
            {
              name: "password",
              type: "password",
              label: t("current_password"),
              autoComplete: "current-password",
            },
          ]}
        />
      </div>
    </details>
  );
}
