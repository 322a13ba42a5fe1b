/** What an error page says, in each language: the one place where words are not in the catalogues, since these must not be asked for. */
const WORDS = {
  en: { title: "This page could not be loaded", hint: "Please try again. Your cart is kept.", retry: "Try again" },
  nl: {
    title: "Deze pagina kon niet worden geladen",
    hint: "Probeer het opnieuw. Je winkelwagen blijft bewaard.",
    retry: "Opnieuw proberen",
  },
  de: {
    title: "Diese Seite konnte nicht geladen werden",
    hint: "Bitte versuchen Sie es erneut. Ihr Warenkorb bleibt erhalten.",
    retry: "Erneut versuchen",
  },
  fr: {
    title: "Cette page n’a pas pu être chargée",
    hint: "Veuillez réessayer. Votre panier est conservé.",
    retry: "Réessayer",
  },
  ar: { title: "تعذّر تحميل هذه الصفحة", hint: "يرجى المحاولة مرة أخرى. سلة التسوق محفوظة.", retry: "إعادة المحاولة" },
};

export type FaultWords = (typeof WORDS)["en"];

/** Those for a BCP 47 tag such as `nl-BE`. */
export function faultWords(tag: string): FaultWords {
  const language = tag.split("-")[0] as keyof typeof WORDS;
  return WORDS[language] ?? WORDS.en;
}
