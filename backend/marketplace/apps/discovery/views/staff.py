from __future__ import annotations

from typing import ClassVar

import msgspec
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.apps.discovery import services
from marketplace.apps.discovery.queries import tuning
from marketplace.apps.discovery.serializers.staff import SetBoosts, SetPins, SetSynonyms
from marketplace.apps.discovery.tasks import expire_lists
from marketplace.apps.discovery.types.tuning import BoostWeights, Part, PinList, SynonymList
from marketplace.foundation import clock
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rest.openapi import IF_MATCH, problem
from marketplace.foundation.rest.permissions import staff_role
from marketplace.foundation.rest.serializers import StrictSerializer
from marketplace.foundation.rest.views import TenantAPIView, actor_of, etag_header, if_match, validated
from marketplace.kit.errors import InvalidInput

PROBLEMS = {412: problem(StaleRow), 422: problem(InvalidInput)}


class TuningView(TenantAPIView):
    # Base of the endpoints for one part each: it is read, and set as a whole.
    permission_classes = [staff_role("admin", "catalogue")]
    part: ClassVar[Part]
    fields: ClassVar[type[StrictSerializer]]

    def read(self) -> Response:
        value, version = tuning.get_part(self.part)
        return Response(value, headers=etag_header(version))

    def replace(self, request: Request) -> Response:
        value = msgspec.convert(validated(self.fields, request.data), tuning.SHAPES[self.part])
        version = services.replace_part(self.part, value=value, version=if_match(request), actor=actor_of(request), now=clock.now())
        expire_lists.apply_async(countdown=2 * tuning.LIFE_S)  # other processes may keep lists by the old tuning until they read it anew
        return Response(value, headers=etag_header(version))


class Synonyms(TuningView):
    part, fields = "synonyms", SetSynonyms

    @extend_schema(operation_id="admin_search_synonyms_get", responses={200: SynonymList})
    def get(self, request: Request) -> Response:
        return self.read()

    @extend_schema(
        operation_id="admin_search_synonyms_set", parameters=[IF_MATCH], request=SetSynonyms, responses={200: SynonymList, **PROBLEMS}
    )
    def put(self, request: Request) -> Response:
        return self.replace(request)


class Pins(TuningView):
    part, fields = "pins", SetPins

    @extend_schema(operation_id="admin_search_pins_get", responses={200: PinList})
    def get(self, request: Request) -> Response:
        return self.read()

    @extend_schema(operation_id="admin_search_pins_set", parameters=[IF_MATCH], request=SetPins, responses={200: PinList, **PROBLEMS})
    def put(self, request: Request) -> Response:
        return self.replace(request)


class Boosts(TuningView):
    part, fields = "boosts", SetBoosts

    @extend_schema(operation_id="admin_search_boosts_get", responses={200: BoostWeights})
    def get(self, request: Request) -> Response:
        return self.read()

    @extend_schema(
        operation_id="admin_search_boosts_set", parameters=[IF_MATCH], request=SetBoosts, responses={200: BoostWeights, **PROBLEMS}
    )
    def put(self, request: Request) -> Response:
        return self.replace(request)
