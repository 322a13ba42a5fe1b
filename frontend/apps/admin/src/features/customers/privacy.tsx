import type { CustomerView, DataExportView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm, type FieldSpec } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { reasonField } from "@/features/forms/reasoned";
import { askForCopy, eraseCustomer, linkToCopy } from "./actions";

interface Props {
  customer: CustomerView;
  copies: DataExportView[];
  /** The query of the list that led here. */
  from: string;
}

/** What the customer may ask of their data, for those who ask by letter: a copy of it, and that it is deleted. */
export async function Privacy({ customer, copies, from }: Props) {
  const t = await getTranslations("customers.privacy");
  const hidden: FieldSpec[] = [
    { name: "customer", type: "hidden", value: customer.id },
    { name: "from", type: "hidden", value: from },
  ];
  const reason = await reasonField({ label: t("reason") });
  return (
    <>
      <Fold title={t("copy_title")} hint={t("copy_hint")}>
        <Copies copies={copies} hidden={hidden} />
        <FieldForm
          id="copy"
          action={askForCopy}
          submit={t("copy")}
          confirm={t("copy_confirm")}
          look="secondary"
          fields={[...hidden, keyField(), reason]}
        />
      </Fold>
      {(customer.is_active || customer.block) && (
        <Fold title={t("erase_title")} hint={t("erase_hint")}>
          <FieldForm
            id="erase"
            action={eraseCustomer}
            submit={t("erase")}
            confirm={t("erase_confirm")}
            look="danger"
            fields={[...hidden, keyField(), reason]}
          />
        </Fold>
      )}
    </>
  );
}

async function Copies({ copies, hidden }: { copies: DataExportView[]; hidden: FieldSpec[] }) {
  const t = await getTranslations("customers.privacy");
  const { locale, region } = await currentSite();
  const reason = await reasonField({ label: t("reason") });
  if (!copies.length) return null;
  return (
    <ul className="flex flex-col gap-4">
      {copies.map(({ id, state, requested_at }) => (
        <li key={id} className="flex flex-col gap-3">
          <span>{t(`states.${state}`, { time: formatTime(requested_at, locale.tag, region.timezone) })}</span>
          {state === "ready" && (
            <FieldForm
              id={`link-${id}`}
              action={linkToCopy}
              submit={t("link")}
              confirm={t("link_confirm")}
              look="secondary"
              isOnce
              fields={[...hidden, { name: "copy", type: "hidden", value: id }, reason]}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
