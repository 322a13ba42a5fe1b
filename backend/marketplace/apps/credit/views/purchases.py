"""Buying gift cards: the customer's endpoints, and the operator's."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.accounts.errors import OrderingBlocked
from marketplace.apps.credit import queries, services
from marketplace.apps.credit.errors import AddressNeedsAdmin, GiftCardNotSendable, PurchaseNotFound, PurchaseNotRefundable, TooManyPurchases
from marketplace.apps.credit.serializers import (
    BuyGiftCard,
    CreditReason,
    GiftCardOffer,
    GiftCardPurchaseDetail,
    ListPurchases,
    ResendGiftCard,
    gift_card_offer,
    gift_card_order,
    purchase_detail,
)
from marketplace.apps.credit.types import PurchaseView
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.errors import MethodNotAvailable, PaymentDetailsInvalid
from marketplace.foundation import clock
from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi import IDEMPOTENCY_KEY, PAGE, problem
from marketplace.foundation.rest.permissions import IsCustomer, staff_role
from marketplace.foundation.rest.views import TenantAPIView, actor_of, page_request, principal_of, query_validated, validated
from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page


class GiftCardOffers(TenantAPIView):
    permission_classes = [AllowAny]

    @extend_schema(operation_id="store_gift_card_offers_list", responses={200: Page[GiftCardOffer]})
    def get(self, request: Request) -> Response:
        """What gift cards can be bought, by currency. Without any there are none to buy in the region."""
        sold, language = queries.gift_card_ranges().values(), requested_language(request)
        return Response(Page([gift_card_offer(item, queries.methods_offered_for_gift_cards(item), language) for item in sold]))


class OwnGiftCards(TenantAPIView):
    permission_classes = [IsCustomer]
    audited = ("POST",)

    @extend_schema(operation_id="store_gift_cards_list", parameters=PAGE, responses={200: Page[GiftCardPurchaseDetail]})
    def get(self, request: Request) -> Response:
        """The gift cards that the customer has bought, newest first. Their codes are with the recipients alone."""
        own = queries.list_purchases(page_request(request), customer_id=principal_of(request).id)
        return Response(own.map(purchase_detail))

    @extend_schema(
        operation_id="store_gift_cards_create",
        request=BuyGiftCard,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            201: GiftCardPurchaseDetail,
            403: problem(OrderingBlocked),
            409: problem(TooManyPurchases),
            422: problem(InvalidInput, MethodNotAvailable, PaymentDetailsInvalid),
        },
    )
    @idempotent
    def post(self, request: Request) -> Response:
        """Buy a gift card: its code is mailed to the recipient once it is paid, at the time that is asked for."""
        now, data = clock.now(), validated(BuyGiftCard, request.data)
        purchase, payment = services.buy_gift_card(
            customer_id=principal_of(request).id,
            wanted=gift_card_order(data, language=requested_language(request), now=now),
            method=data["payment_method"],
            card_token=data["card_token"],
            return_url=data["return_url"],
            request_key=request.META["HTTP_IDEMPOTENCY_KEY"],
            now=now,
        )
        return Response(purchase_detail(purchase, payment), status=201)


class OwnGiftCard(TenantAPIView):
    permission_classes = [IsCustomer]

    @extend_schema(operation_id="store_gift_cards_get", responses={200: GiftCardPurchaseDetail, 404: problem(PurchaseNotFound)})
    def get(self, request: Request, purchase_id: str) -> Response:
        purchase = queries.get_purchase(purchase_id, customer_id=principal_of(request).id)
        return Response(purchase_detail(purchase, payment_queries.get_payment(purchase.payment_id)))


class OwnGiftCardRefund(TenantAPIView):
    permission_classes = [IsCustomer]
    audited = ("POST",)

    @extend_schema(
        operation_id="store_gift_cards_refund",
        request=CreditReason,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: GiftCardPurchaseDetail, 404: problem(PurchaseNotFound), 409: problem(PurchaseNotRefundable)},
    )
    @idempotent
    def post(self, request: Request, purchase_id: str) -> Response:
        """Return a gift card that nobody has used: it ends, and what was paid goes back."""
        reason = validated(CreditReason, request.data)["reason"]
        customer_id, actor = principal_of(request).id, actor_of(request)
        refunded = services.refund_gift_card(purchase_id=purchase_id, customer_id=customer_id, reason=reason, actor=actor, now=clock.now())
        return Response(purchase_detail(refunded))


class PurchaseList(TenantAPIView):
    permission_classes = [staff_role("admin", "finance", "support")]

    @extend_schema(operation_id="admin_gift_card_purchases_list", parameters=[ListPurchases, *PAGE], responses={200: Page[PurchaseView]})
    def get(self, request: Request) -> Response:
        return Response(queries.list_purchases(page_request(request), **query_validated(ListPurchases, request)))


class PurchaseItem(TenantAPIView):
    permission_classes = [staff_role("admin", "finance", "support")]

    @extend_schema(operation_id="admin_gift_card_purchases_get", responses={200: PurchaseView, 404: problem(PurchaseNotFound)})
    def get(self, request: Request, purchase_id: str) -> Response:
        return Response(queries.get_purchase(purchase_id))


class PurchaseRefund(TenantAPIView):
    permission_classes = [staff_role("admin", "finance")]

    @extend_schema(
        operation_id="admin_gift_card_purchases_refund",
        request=CreditReason,
        parameters=[IDEMPOTENCY_KEY],
        responses={200: PurchaseView, 404: problem(PurchaseNotFound), 409: problem(PurchaseNotRefundable)},
    )
    @idempotent
    def post(self, request: Request, purchase_id: str) -> Response:
        """Refund a gift card that nobody has used, however long ago it was bought."""
        reason = validated(CreditReason, request.data)
        return Response(services.refund_gift_card(purchase_id=purchase_id, actor=actor_of(request), now=clock.now(), **reason))


class PurchaseResend(TenantAPIView):
    permission_classes = [staff_role("admin", "support")]

    @extend_schema(
        operation_id="admin_gift_card_purchases_resend",
        request=ResendGiftCard,
        parameters=[IDEMPOTENCY_KEY],
        responses={
            200: PurchaseView,
            403: problem(AddressNeedsAdmin),
            404: problem(PurchaseNotFound),
            409: problem(GiftCardNotSendable),
        },
    )
    @idempotent
    def post(self, request: Request, purchase_id: str) -> Response:
        """
        Mail a gift card that nobody has used once more. An admin can send it to another address, which the buyer may have mistyped; the
        buyer is written to.
        """
        data = validated(ResendGiftCard, request.data)
        about = {"reason": data["reason"], "actor": actor_of(request), "now": clock.now()}
        return Response(services.resend_gift_card(purchase_id=purchase_id, email=data.get("email", ""), **about))
