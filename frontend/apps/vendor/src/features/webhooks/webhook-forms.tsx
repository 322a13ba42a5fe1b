import type { EndpointView } from "@globalmarket/api";
import { keyField } from "@globalmarket/web/forms/change";
import { FieldForm } from "@globalmarket/web/forms/field-form";
import { Fold } from "@globalmarket/web/frame/fold";
import { getTranslations } from "next-intl/server";
import { removeWebhook, rotateSecret, saveWebhook, switchWebhook, testWebhook } from "./actions";
import { webhookFields } from "./fields";

/** Try a webhook out, and pause it or turn it on. */
export async function SwitchForms({ webhook }: { webhook: EndpointView }) {
  const t = await getTranslations("webhooks");
  const { id, state, etag } = webhook;
  const isActive = state === "active";
  return (
    <div className="flex flex-wrap items-start gap-3">
      {isActive && (
        <FieldForm
          id="test"
          action={testWebhook}
          submit={t("test")}
          look="secondary"
          fields={[keyField(), { name: "id", type: "hidden", value: id }]}
        />
      )}
      <FieldForm
        key={state}
        id="switch"
        action={switchWebhook}
        submit={t(isActive ? "pause" : "resume")}
        look={isActive ? "quiet" : "primary"}
        fields={[
          { name: "id", type: "hidden", value: id },
          { name: "etag", type: "hidden", value: etag },
          { name: "is_active", type: "hidden", value: String(!isActive) },
        ]}
      />
    </div>
  );
}

/** What is done to a webhook now and then: change it, give it a new secret, remove it. */
export async function ChangeForms({ webhook }: { webhook: EndpointView }) {
  const t = await getTranslations("webhooks");
  const { id, url, etag } = webhook;
  const named = { name: "id", type: "hidden", value: id } as const;
  return (
    <>
      <Fold title={t("change")}>
        <FieldForm
          id="change"
          action={saveWebhook}
          submit={t("save")}
          fields={[named, { name: "etag", type: "hidden", value: etag }, ...(await webhookFields(webhook))]}
        />
      </Fold>
      <Fold title={t("rotate")}>
        <FieldForm
          id="rotate"
          action={rotateSecret}
          submit={t("rotate")}
          confirm={t("rotate_confirm")}
          look="secondary"
          secret={{ label: t("secret"), hint: t("secret_hint") }}
          fields={[keyField(), named]}
        />
      </Fold>
      <Fold title={t("remove")} hint={t("remove_hint")}>
        <FieldForm
          id="remove"
          action={removeWebhook}
          submit={t("remove")}
          confirm={t("remove_confirm")}
          look="danger"
          fields={[named, { name: "url", type: "hidden", value: url }]}
        />
      </Fold>
    </>
  );
}
