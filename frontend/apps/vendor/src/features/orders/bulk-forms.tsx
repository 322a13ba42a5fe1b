import { buttonClass } from "@globalmarket/ui/button";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { LinkForm } from "@globalmarket/web/frame/link";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import { shipByFile } from "./bulk-actions";
import { MOST_PARCELS } from "./tracking-file";

/** The form that the boxes in the list of orders belong to. */
export const CHOSEN_FORM = "chosen-orders";

/** Leads to the page of the orders whose boxes are ticked. */
export async function ChosenForm() {
  const t = await getTranslations("orders");
  const { locale } = await currentSite();
  return (
    <LinkForm id={CHOSEN_FORM} action={`/${locale.tag}/orders/chosen`} className="no-print">
      <button type="submit" className={buttonClass("secondary")}>
        {t("to_chosen")}
      </button>
    </LinkForm>
  );
}

/** Ships many orders by a file of tracking numbers. */
export async function ShipByFile() {
  const t = await getTranslations("orders");
  return (
    <Fold title={t("file_title")} hint={t("file_hint", { most: MOST_PARCELS })}>
      <FieldForm
        id="ship-file"
        action={shipByFile}
        submit={t("ship_file")}
        fields={[keyField(), { name: "file", type: "file", label: t("file"), accept: ".csv,.tsv,.txt" }]}
      />
    </Fold>
  );
}
