"""
Tables of the PostgreSQL engine. Read and written by SQL in ``postgres/``; declared here so that Django makes and empties them.

A *space* is one language of one generation (``12:nl``); a search always stays inside one.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q


class JsonText(models.TextField):
    """PostgreSQL's ``json``: kept letter by letter, so that a part of it can be served as it was stored."""

    def db_type(self, connection: object) -> str:
        return "json"


class HalfVector(models.Field):
    """pgvector's ``halfvec`` of any size: 16 bits a number, which keeps a vector of 512 inside its row."""

    def db_type(self, connection: object) -> str:
        return "halfvec"


class SearchGeneration(models.Model):
    """
    One build of an index. ``revision`` counts its changes: what was computed at a revision holds while it stays.
    ``vector_space`` names the model and size of its vectors (``use-multilingual-3/512``).
    """

    index_name = models.CharField(max_length=50)
    state = models.CharField(max_length=10, choices=[(state, state) for state in ("building", "active", "retired")])
    revision = models.BigIntegerField(default=0)
    number_names = ArrayField(models.TextField())
    vector_space = models.CharField(max_length=100)

    class Meta:
        db_table = "search_generations"
        constraints = [
            models.UniqueConstraint(fields=["index_name"], condition=Q(state="active"), name="search_one_active"),
            models.UniqueConstraint(fields=["index_name"], condition=Q(state="building"), name="search_one_building"),
        ]


class SearchedDocument(models.Model):
    """The newest version of a document that a generation has seen, also of a removed one."""

    pk = models.CompositePrimaryKey("generation", "document_id")
    generation = models.IntegerField()
    document_id = models.CharField(max_length=60, db_collation="C")
    version = models.BigIntegerField()
    digest = models.CharField(max_length=32)
    is_removed = models.BooleanField()

    class Meta:
        db_table = "search_documents"


class SearchEntry(models.Model):
    """
    A document in one language. ``vector`` finds: words, keywords and codes in one index. ``strong`` ranks: the words that
    matter, few enough to be read for thousands of hits. Keywords again as hashes: ``terms`` are counted, ``marks`` only compared.
    """

    pk = models.CompositePrimaryKey("space", "document_id")
    space = models.CharField(max_length=20, db_collation="C")
    document_id = models.CharField(max_length=60, db_collation="C")
    vector = SearchVectorField()
    strong = SearchVectorField()
    terms = ArrayField(models.BigIntegerField())
    marks = ArrayField(models.BigIntegerField())
    numbers = ArrayField(models.BigIntegerField())
    boost = models.IntegerField()
    cards = JsonText()

    class Meta:
        db_table = "search_entries"
        # Without the pending list a search reads the index alone; writers, who are in the background, pay.
        indexes = [GinIndex(fields=["vector"], name="search_entries_vector", fastupdate=False)]


class SearchVector(models.Model):
    """
    What a document is about, in words, and as a vector once a worker has made one of just these passages. ``marks`` again, so that all
    vectors are gone through without their entries.
    """

    pk = models.CompositePrimaryKey("generation", "document_id")
    generation = models.IntegerField()
    document_id = models.CharField(max_length=60, db_collation="C")
    digest = models.CharField(max_length=32)
    passages = ArrayField(models.TextField())
    marks = ArrayField(models.BigIntegerField())
    vector = HalfVector(null=True)

    class Meta:
        db_table = "search_vectors"
        indexes = [models.Index("generation", condition=Q(vector=None), name="search_vectors_missing")]


class SearchVariant(models.Model):
    """One variant of a document: what several filters are asked of together. ``numbers`` as an entry's, null where it has none."""

    pk = models.CompositePrimaryKey("generation", "document_id", "place")
    generation = models.IntegerField()
    document_id = models.CharField(max_length=60, db_collation="C")
    place = models.IntegerField()
    terms = ArrayField(models.BigIntegerField())
    numbers = ArrayField(models.BigIntegerField(null=True))
    cards = JsonText()

    class Meta:
        db_table = "search_variants"


class SearchTerm(models.Model):
    """What a keyword's hash stands for in one space. Never removed while the generation lives."""

    pk = models.CompositePrimaryKey("space", "hash")
    space = models.CharField(max_length=20, db_collation="C")
    hash = models.BigIntegerField()
    field = models.TextField()
    value = models.TextField()
    label = models.TextField()
    field_label = models.TextField()
    folded = models.TextField(db_collation="C")  # the label's words with a space before each, to be found by any word's beginning

    class Meta:
        db_table = "search_terms"


class SearchWord(models.Model):
    """
    A word of titles and keywords, how many documents have it, and its ``forms``, by which what is typed finds it: with letters
    deleted, where one was mistyped, and without its first letters, where it was begun in the middle.
    """

    pk = models.CompositePrimaryKey("space", "word")
    space = models.CharField(max_length=20, db_collation="C")
    word = models.TextField(db_collation="C")
    surface = models.TextField()
    documents = models.IntegerField()
    forms = SearchVectorField()

    class Meta:
        db_table = "search_words"
        indexes = [GinIndex(fields=["forms"], name="search_words_forms", fastupdate=False)]


class UnindexedDocument(models.Model):
    """A document that the engine refused for what is in it, as it was to be stored; see ``unindexed``."""

    index_name = models.CharField(max_length=50)
    document_id = models.CharField(max_length=60, db_collation="C")
    version = models.BigIntegerField()
    reason = models.TextField()
    document = models.TextField()  # JSON
    refused_at = models.DateTimeField()

    class Meta:
        db_table = "search_unindexed"
        constraints = [models.UniqueConstraint(fields=["index_name", "document_id"], name="search_unindexed_once")]
