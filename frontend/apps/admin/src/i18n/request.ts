import { requestConfigOf } from "@globalmarket/web/i18n/request";
import { NAMESPACES } from "./namespaces";

export default requestConfigOf(
  NAMESPACES,
  async (language, name) => (await import(`../../messages/${language}/${name}.json`)).default,
);
