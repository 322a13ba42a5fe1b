import type { ConnectedAccountDetail } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { endConnected, openConnected } from "./connected-actions";
import { askedGroups, PROVIDERS } from "./connected-texts";

interface Props {
  account: ConnectedAccountDetail;
  hasBankAccount: boolean;
  mayChange: boolean;
}

/** The account at the payment provider, where the region has one: how it is, what is missing, and the way there. */
export async function ConnectedPanel({ account, hasBankAccount, mayChange }: Props) {
  const t = await getTranslations("payout-account");
  const { locale, region } = await currentSite();
  const { state, missing, ready_at, shown, currency } = account;
  const pages = account.offers.find(({ onboarding }) => onboarding === "page");
  const code = state ? account.provider : pages?.provider;
  if (!code) return null;
  const provider = PROVIDERS[code] ?? code;
  const asked = askedGroups(missing);
  const isOpen = state !== null && state !== "revoked" && code === pages?.provider;
  const isResting = ready_at !== null && Date.parse(ready_at) > Date.now();
  return (
    <Panel title={t("connected", { provider })} isNarrow>
      <p className="text-muted">{state ? t(`connected_${state}`, { provider }) : t("connected_intro", { provider })}</p>
      {state && shown && (
        <p>
          <bdi dir="ltr">{shown}</bdi> {currency}
        </p>
      )}
      {state && state !== "active" && <p>{t(hasBankAccount ? "connected_meanwhile" : "connected_meanwhile_none")}</p>}
      {asked.length > 0 && (
        <div>
          <p className="font-medium">{t("connected_missing", { provider })}</p>
          <ul className="list-disc ps-5">
            {asked.map((group) => (
              <li key={group}>{t(`asked.${group}`)}</li>
            ))}
          </ul>
        </div>
      )}
      {isResting && <p>{t("connected_ready", { time: formatTime(ready_at, locale.tag, region.timezone) })}</p>}
      {mayChange ? (
        <>
          {pages && (
            <FieldForm
              id="connected-open"
              action={openConnected}
              submit={t(isOpen ? "connected_continue" : "connected_open", {
                provider: PROVIDERS[pages.provider] ?? "",
              })}
              look={state === "active" ? "secondary" : "primary"}
              isOnce
              fields={[{ name: "provider", type: "hidden", value: pages.provider }]}
            />
          )}
          {state && (
            <FieldForm
              id="connected-end"
              action={endConnected}
              submit={t("connected_end")}
              confirm={t("connected_end_confirm")}
              look="quiet"
              fields={[]}
            />
          )}
        </>
      ) : (
        <p className="text-muted">{t("owner_only")}</p>
      )}
    </Panel>
  );
}
