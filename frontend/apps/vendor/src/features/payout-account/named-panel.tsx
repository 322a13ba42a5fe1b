import type { ConnectedAccountDetail, ConnectedOffer } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Link } from "@globalmarket/web/frame/link";
import { Panel } from "@globalmarket/web/frame/panel";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { PROVIDERS } from "./connected-texts";
import { confirmAddress, nameAccount } from "./named-actions";
import { listBanks } from "./reads";

interface Props {
  account: ConnectedAccountDetail;
  /** Of the page's address: the offer that is being filled in, `<provider>-<currency>`, and a code from a mail. */
  asked: { name?: string; code?: string };
}

/** Accounts that the owner names itself, at providers without pages for that. */
export async function NamedPanels({ account, asked }: Props) {
  const named = account.offers.filter(({ onboarding }) => onboarding !== "page");
  return (
    <>
      {account.unconfirmed && <ConfirmPanel address={account.unconfirmed} code={asked.code ?? ""} />}
      {named.map((offer) => (
        <OfferPanel key={offer.provider} offer={offer} chosen={asked.name ?? ""} />
      ))}
    </>
  );
}

async function ConfirmPanel({ address, code }: { address: string; code: string }) {
  const t = await getTranslations("payout-account");
  return (
    <Panel title={t("named_confirm_title")} isNarrow>
      <p className="text-muted">{t("named_confirm_hint", { address })}</p>
      <FieldForm
        id="confirm-address"
        action={confirmAddress}
        submit={t("named_confirm")}
        fields={[
          { name: "code", label: t("named_code"), value: code, maxLength: 100, dir: "ltr", autoComplete: "off" },
        ]}
      />
    </Panel>
  );
}

async function OfferPanel({ offer, chosen }: { offer: ConnectedOffer; chosen: string }) {
  const t = await getTranslations("payout-account");
  const { locale } = await currentSite();
  const provider = PROVIDERS[offer.provider] ?? offer.provider;
  if (offer.onboarding === "email") return <EmailPanel offer={offer} />;
  return (
    <Panel title={t("named", { provider })} isNarrow>
      <p className="text-muted">{t("named_bank_intro", { provider })}</p>
      {offer.currencies.map((currency) => {
        const name = `${offer.provider}-${currency}`;
        if (name === chosen) return <BankForm key={currency} provider={offer.provider} currency={currency} />;
        return (
          <Link
            key={currency}
            href={`/${locale.tag}/payout-account?name=${name}`}
            className="underline underline-offset-4"
          >
            {t("named_choose", { currency })}
          </Link>
        );
      })}
    </Panel>
  );
}

async function BankForm({ provider, currency }: { provider: string; currency: string }) {
  const t = await getTranslations("payout-account");
  const banks = await listBanks(provider, currency);
  return (
    <FieldForm
      id={`named-${provider}-${currency}`}
      action={nameAccount}
      submit={t("save")}
      confirm={t("confirm")}
      fields={[
        { name: "provider", type: "hidden", value: provider },
        { name: "currency", type: "hidden", value: currency },
        keyField(),
        {
          name: "bank",
          type: "select",
          label: t("named_bank"),
          options: banks.map(({ code, name }) => ({ value: code, label: name })),
        },
        { name: "account", label: t("named_number"), maxLength: 40, dir: "ltr", autoComplete: "off" },
        { name: "holder", label: t("holder"), maxLength: 140 },
      ]}
    />
  );
}

async function EmailPanel({ offer }: { offer: ConnectedOffer }) {
  const t = await getTranslations("payout-account");
  const provider = PROVIDERS[offer.provider] ?? offer.provider;
  return (
    <Panel title={t("named", { provider })} isNarrow>
      <p className="text-muted">{t("named_email_intro", { provider })}</p>
      <FieldForm
        id={`named-${offer.provider}`}
        action={nameAccount}
        submit={t("named_send_code")}
        confirm={t("confirm")}
        fields={[
          { name: "provider", type: "hidden", value: offer.provider },
          { name: "currency", type: "hidden", value: offer.currencies[0] ?? "" },
          keyField(),
          { name: "email", type: "email", label: t("named_email", { provider }), maxLength: 254, dir: "ltr" },
          { name: "holder", label: t("holder"), maxLength: 140 },
        ]}
      />
    </Panel>
  );
}
