from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class StaffMember(models.Model):
    """One of the operator's people, in the platform's database: they work in every region."""

    id = models.CharField(primary_key=True, max_length=40)  # stf_
    email = models.CharField(max_length=254, unique=True)
    password = models.CharField(max_length=200)
    name = models.CharField(max_length=100)
    language = models.CharField(max_length=5, default="en")
    roles = ArrayField(models.CharField(max_length=20))
    is_active = models.BooleanField(default=True)
    sessions_ended_at = models.DateTimeField(null=True)  # sessions begun before are over, in every region
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    second_factor = models.JSONField(null=True)  # as the accounts app writes and reads it

    class Meta:
        db_table = "staff_members"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="staff_email_is_lower_case"),
            models.CheckConstraint(condition=~Q(roles=[]), name="staff_have_roles"),
        ]
