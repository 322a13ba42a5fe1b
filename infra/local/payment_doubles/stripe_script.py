"""The script that a page loads from Stripe (https://docs.stripe.com/js), as far as the shop uses it: a form, and the confirmation."""

SCRIPT = """
(() => {
  const base = new URL(document.currentScript.src).href.replace(/\\/v3\\/.*$/, "");
  const cards = {
    pm_card_visa: "4242 4242 4242 4242: succeeds",
    pm_card_threeDSecure2Required: "4000 0000 0000 3220: the bank asks (3-D Secure)",
    pm_card_visa_chargeDeclined: "4000 0000 0000 0002: declined",
    pm_card_visa_chargeDeclinedInsufficientFunds: "4000 0000 0000 9995: not enough money",
  };
  window.Stripe = (key) => ({
    elements({ clientSecret }) {
      const choice = document.createElement("select");
      choice.name = "stripe-stand-in-card";
      choice.setAttribute("aria-label", "Card (Stripe stand-in: no real money moves)");
      for (const [name, title] of Object.entries(cards)) choice.add(new Option(title, name));
      return { clientSecret, choice, create: () => ({ mount: (place) => place.replaceChildren(choice) }) };
    },
    async confirmPayment({ elements, confirmParams }) {
      const id = elements.clientSecret.split("_secret_")[0];
      const body = new URLSearchParams({
        key, client_secret: elements.clientSecret, payment_method: elements.choice.value, return_url: confirmParams.return_url,
      });
      const answer = await fetch(`${base}/v1/payment_intents/${id}/confirm`, { method: "POST", body });
      const intent = await answer.json();
      if (intent.error) return { error: intent.error };
      window.location.assign(intent.next_action ? intent.next_action.redirect_to_url.url : confirmParams.return_url);
      return {};
    },
  });
})();
"""
