import { languageName } from "@globalmarket/i18n";
import { Panel } from "@globalmarket/web/frame/panel";
import { Refresh } from "@globalmarket/web/frame/refresh";
import { currentSite } from "@globalmarket/web/server/site";
import { getTranslations } from "next-intl/server";
import type { Version } from "../reads";
import { PictureForm } from "./picture-form";
import { UploadForm } from "./upload-form";

/** The product's pictures, and where new ones are sent. */
export async function PicturesPanel({ version: { product, etag } }: { version: Version }) {
  const t = await getTranslations("products");
  const { region } = await currentSite();
  const { id, images } = product;
  const isDrawing = images.some(({ state }) => state === "processing");
  return (
    <Panel title={t("pictures.title")}>
      {isDrawing && <Refresh />}
      {images.length > 0 ? (
        <PictureForm
          productId={id}
          etag={etag}
          images={images}
          languages={region.languages.map((code) => ({ code, name: languageName(code) }))}
          words={{
            alt: t("pictures.alt"),
            optional: t("optional"),
            remove: t("pictures.remove"),
            drag: t("pictures.drag"),
            earlier: t("pictures.earlier"),
            later: t("pictures.later"),
            save: t("pictures.save"),
            picture: t("pictures.picture"),
            processing: t("pictures.processing"),
          }}
        />
      ) : (
        <p className="text-muted">{t("pictures.none")}</p>
      )}
      <UploadForm
        productId={id}
        firstKey={crypto.randomUUID()}
        words={{
          drop: t("pictures.drop"),
          choose: t("pictures.choose"),
          hint: t("pictures.hint"),
          alt: t("pictures.alt"),
          altHint: t("pictures.alt_hint"),
          optional: t("optional"),
          send: t("pictures.send"),
          sending: t("pictures.sending"),
          chosen: t("pictures.chosen"),
        }}
      />
    </Panel>
  );
}
