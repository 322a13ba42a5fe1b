/** What is said when the shop does not answer, in each language: the one place where words are not in the catalogues, since these must not be asked for. */
const WORDS = {
  en: {
    title: "This page could not be loaded",
    hint: "Please try again. Your cart is kept.",
    retry: "Try again",
    unsent: "This could not be sent. Check your connection and try again.",
  },
  nl: {
    title: "Deze pagina kon niet worden geladen",
    hint: "Probeer het opnieuw. Je winkelwagen blijft bewaard.",
    retry: "Opnieuw proberen",
    unsent: "Dit kon niet worden verstuurd. Controleer je verbinding en probeer het opnieuw.",
  },
  de: {
    title: "Diese Seite konnte nicht geladen werden",
    hint: "Bitte versuchen Sie es erneut. Ihr Warenkorb bleibt erhalten.",
    retry: "Erneut versuchen",
    unsent: "Das konnte nicht gesendet werden. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es erneut.",
  },
  fr: {
    title: "Cette page n’a pas pu être chargée",
    hint: "Veuillez réessayer. Votre panier est conservé.",
    retry: "Réessayer",
    unsent: "L’envoi a échoué. Vérifiez votre connexion et réessayez.",
  },
  ar: {
    title: "تعذّر تحميل هذه الصفحة",
    hint: "يرجى المحاولة مرة أخرى. سلة التسوق محفوظة.",
    retry: "إعادة المحاولة",
    unsent: "تعذّر الإرسال. تحقق من الاتصال وحاول مرة أخرى.",
  },
};

export interface FaultWords {
  /** Of the words: English where the shop has none in the reader's. */
  language: string;
  title: string;
  hint: string;
  retry: string;
  /** Of a form. */
  unsent: string;
}

/** Those for a BCP 47 tag such as `nl-BE`, or the first of a browser's list of them. */
export function faultWords(tag: string): FaultWords {
  const [language = ""] = /^[a-z]{2}/.exec(tag) ?? [];
  const isKnown = (name: string): name is keyof typeof WORDS => name in WORDS;
  return isKnown(language) ? { language, ...WORDS[language] } : { language: "en", ...WORDS.en };
}
