import type { PasskeyView } from "@globalmarket/api";
import { formatTime } from "@globalmarket/i18n";
import { DataTable } from "@globalmarket/ui/data-table";
import { getTranslations } from "next-intl/server";
import { FieldForm } from "../forms/field-form";
import { currentSite } from "../server/site";
import { NewPasskeyForm } from "./new-passkey-form";
import { removePasskey } from "./passkey-actions";

/** The person's passkeys, and a form that adds one of this device. */
export async function PasskeyList({ passkeys }: { passkeys: PasskeyView[] }) {
  const t = await getTranslations("security");
  const { locale, region } = await currentSite();
  const words = {
    name: t("passkeys.name"),
    nameHint: t("passkeys.name_hint"),
    add: t("passkeys.add"),
    failed: t("passkeys.failed"),
  };
  return (
    <>
      <p>{t("passkeys.why")}</p>
      {passkeys.length > 0 && (
        <DataTable
          caption={t("passkeys.title")}
          rows={passkeys}
          rowKey={({ id }) => id}
          columns={[
            { title: t("passkeys.name"), cell: ({ name }) => <bdi>{name}</bdi> },
            { title: t("passkeys.host"), cell: ({ host }) => <bdi dir="ltr">{host}</bdi> },
            { title: t("passkeys.added"), cell: ({ added_at }) => formatTime(added_at, locale.tag, region.timezone) },
            {
              title: t("passkeys.remove"),
              cell: (passkey) => <Remove passkey={passkey} label={t("passkeys.remove")} />,
            },
          ]}
        />
      )}
      <NewPasskeyForm words={words} />
    </>
  );
}

function Remove({ passkey: { id, name }, label }: { passkey: PasskeyView; label: string }) {
  return (
    <FieldForm
      id={`remove-${id}`}
      action={removePasskey}
      submit={label}
      confirm={label}
      look="secondary"
      fields={[
        { name: "passkey", type: "hidden", value: id },
        { name: "name", type: "hidden", value: name },
      ]}
    />
  );
}
