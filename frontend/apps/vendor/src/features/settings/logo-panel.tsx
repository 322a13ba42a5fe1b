import type { VendorProfile } from "@globalmarket/api";
import { Notice } from "@globalmarket/ui/notice";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { Refresh } from "@globalmarket/web/frame/refresh";
import { getTranslations } from "next-intl/server";
import { removeLogo, saveLogo } from "./actions";

/** The vendor's logo as the shop shows it, and where another one is sent. */
export async function LogoPanel({ logo }: { logo: VendorProfile["logo"] }) {
  const t = await getTranslations("settings.logo");
  const { state, picture, failure } = logo;
  return (
    <Panel title={t("title")} isNarrow>
      {state === "processing" && (
        <>
          <Refresh />
          <p role="status">{t("processing")}</p>
        </>
      )}
      {state === "refused" && <Notice kind="problem">{t("refused", { reason: failure })}</Notice>}
      {picture && (
        <picture>
          {picture.sources.map(({ type, srcset }) => (
            <source key={type} type={type} srcSet={srcset} sizes="8rem" />
          ))}
          <img
            src={picture.url}
            alt={t("alt")}
            width={picture.width}
            height={picture.height}
            className="size-32 rounded-lg border border-line bg-white object-contain"
          />
        </picture>
      )}
      <FieldForm
        id="logo"
        action={saveLogo}
        submit={t("send")}
        look="secondary"
        fields={[
          { name: "file", type: "file", label: t("file"), hint: t("hint"), accept: ".jpg,.jpeg,.png,.webp,.gif,.avif" },
        ]}
      />
      {state !== "none" && (
        <FieldForm id="logo-remove" action={removeLogo} submit={t("remove")} look="quiet" fields={[]} />
      )}
    </Panel>
  );
}
