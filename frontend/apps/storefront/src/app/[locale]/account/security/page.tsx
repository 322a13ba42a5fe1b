import { FieldForm } from "@globalmarket/web/forms/field-form";
import { requirePerson } from "@globalmarket/web/server/person";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountFrame } from "@/features/account/account-frame";
import { saveMarketing } from "@/features/account/privacy-actions";
import { wantsMarketing } from "@/features/account/privacy-reads";
import { changePassword } from "@/features/account/profile-actions";
import { SupportViews } from "@/features/account/support-views";
import { DeleteAccount, YourData } from "@/features/account/your-data";
import { logOutEverywhere } from "@/features/auth/actions";

const SECTION = "flex max-w-md flex-col gap-4 border-line border-t pt-6";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("sections.security"), robots: { index: false } };
}

export default async function SecurityPage() {
  const customer = await requirePerson("/account/security");
  const [t, auth] = await Promise.all([getTranslations("account"), getTranslations("auth")]);
  const marketing = await wantsMarketing();
  const heading = "font-semibold text-xl";
  return (
    <AccountFrame section="security" title={t("sections.security")}>
      <section aria-labelledby="password" className="flex max-w-md flex-col gap-4">
        <h2 id="password" className={heading}>
          {t("change_password")}
        </h2>
        <FieldForm
          id="change"
          action={changePassword}
          submit={t("change_password")}
          fields={[
            { name: "username", type: "hidden", value: customer.email, autoComplete: "username" },
            {
              name: "current_password",
              type: "password",
              label: t("current_password"),
              autoComplete: "current-password",
            },
            {
              name: "new_password",
              type: "password",
              label: auth("new_password"),
              autoComplete: "new-password",
              hint: auth("password_hint"),
            },
          ]}
        />
      </section>
      <section aria-labelledby="devices" className={SECTION}>
        <h2 id="devices" className={heading}>
          {t("log_out_everywhere")}
        </h2>
        <p className="text-muted">{t("log_out_everywhere_hint")}</p>
        <FieldForm
          id="everywhere"
          action={logOutEverywhere}
          submit={t("log_out_everywhere")}
          look="secondary"
          fields={[]}
        />
      </section>
      <section aria-labelledby="mails" className={SECTION}>
        <h2 id="mails" className={heading}>
          {t("mails")}
        </h2>
        <FieldForm
          id="mails-form"
          action={saveMarketing}
          submit={t("save")}
          look="secondary"
          fields={[{ name: "marketing", type: "checkbox", label: t("marketing"), value: marketing ? "on" : "" }]}
        />
      </section>
      <section aria-labelledby="data" className={SECTION}>
        <h2 id="data" className={heading}>
          {t("your_data")}
        </h2>
        <YourData />
      </section>
      <section aria-labelledby="support" className={SECTION}>
        <SupportViews />
      </section>
      <section className={SECTION}>
        <DeleteAccount />
      </section>
    </AccountFrame>
  );
}
