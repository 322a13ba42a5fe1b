import django.db.models.deletion
from django.db import migrations, models


def _choices(*names):
    return [(name, name) for name in names]


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AssistantUsage",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("tokens", models.BigIntegerField(default=0)),
                ("calls", models.PositiveIntegerField(default=0)),
            ],
            options={"db_table": "assistant_usage"},
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("token_hash", models.CharField(max_length=64)),
                ("customer_id", models.CharField(blank=True, default="", max_length=40)),
                ("language", models.CharField(max_length=5)),
                ("state", models.CharField(choices=_choices("machine", "open", "answered"), default="machine", max_length=10)),
                ("email", models.CharField(blank=True, default="", max_length=254)),
                ("note", models.TextField(blank=True, default="")),
                ("memory", models.JSONField(default=dict)),
                ("about", models.CharField(blank=True, default="", max_length=100)),
                ("message_count", models.PositiveIntegerField(default=0)),
                ("started_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("handed_over_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "conversations",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "machine"), _negated=True),
                        fields=["state", "-handed_over_at", "-id"],
                        name="conversations_to_answer",
                    ),
                    models.Index(fields=["last_at"], name="conversations_by_time"),
                    models.Index(
                        condition=models.Q(("customer_id", ""), _negated=True), fields=["customer_id"], name="conversations_of_customer"
                    ),
                    models.Index(condition=models.Q(("email", ""), _negated=True), fields=["email"], name="conversations_of_address"),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ["machine", "open", "answered"])), name="conversation_state"),
                    models.CheckConstraint(
                        condition=models.Q(("state", "machine"), models.Q(("email", ""), _negated=True), _connector="OR"),
                        name="conversation_handed_over_with_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConversationMessage",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("author", models.CharField(choices=_choices("visitor", "assistant", "staff"), max_length=10)),
                ("text", models.TextField()),
                ("answers", models.PositiveIntegerField(null=True)),
                ("answer", models.JSONField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "conversation",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="assistant.conversation"),
                ),
            ],
            options={
                "db_table": "conversation_messages",
                "constraints": [
                    models.UniqueConstraint(fields=("conversation", "number"), name="conversation_message_number"),
                    models.UniqueConstraint(fields=("conversation", "answers"), name="conversation_answer_once"),
                ],
            },
        ),
    ]
