"""Articles, claims and fact-checks are found by their words, alike on either database."""

import unicodedata

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotations.actions import claims
from annotations.models import Article, ArticleVersion, Claim, Verdict
from annotations.models.full_text import FullText, Holding
from annotations.text.words import LONGEST, fold, hits, terms
from tests.cast import (
    a_claim,
    a_version,
    an_article,
    corrected,
    evidence_for,
    in_review,
    published,
    retracted,
)
from tests.infrastructure.unguarded import unguarded

postgres = pytest.mark.needs("postgres")

CORPUS = {
    "tunnel": (
        "The harbour tunnel opens",
        "It cost 412.5 million euros, it’s said. 🚢 Unlike A/B.",
    ),
    "bridge": ("Old bridge closed", "The tunnel takes its traffic; 38 % less_noise, CO₂ and km²."),
    "umlaut": ("Über Müllers Brücke", "Straße und façade, Tiếng Việt, İstanbul, Łódź."),
    "russian": ("Ёлка на площади", "Мэр Йошкар-Олы сказал: «Тоннель стоит 412 миллионов»."),
    "greek": ("Ο ΣΟΦΟΣ ΔΗΜΑΡΧΟΣ", "Ο σοφός δήμαρχος μίλησε."),
    "arabic": ("افتتاح النفق في المرفأ", "قال العمدة إنّ النفق كلّف ٤١٢ مليون يورو."),
    "hindi": ("सुरंग खुली", "मेयर ने कहा कि हिन्दी में लिखो।"),
    "chinese": ("港口隧道", "市长说，隧道花费 412 百万欧元。"),
    "odd": ("<b>AND</b> OR NOT", "NEAR(x, 5) col:value x^2 \"quoted\" 'single' -minus DROP TABLE"),
}
FOUND = [
    ("tunnel", "tunnel bridge"),
    ("TUNNEL", "tunnel bridge"),
    ("tunnel harbour", "tunnel"),
    ("traffic bridge", "bridge"),
    ("harbour traffic", ""),
    ("tunn", "tunnel bridge"),
    ("tunn harbour", ""),
    ("harbour courier", "tunnel"),
    ("courier", "tunnel bridge umlaut russian greek arabic hindi chinese odd"),
    ("412", "tunnel russian chinese"),
    ("412.5", "tunnel"),
    ("412,5", "tunnel"),
    ("it's", "tunnel"),
    ("a/b", "tunnel"),
    ("noise", "bridge"),
    ("less_noise", "bridge"),
    ("km²", "bridge"),
    ("km", "bridge"),
    ("co₂", "bridge"),
    ("muller", "umlaut"),
    ("muller brucke", ""),
    ("MÜLLERS uber", "umlaut"),
    ("müllers", "umlaut"),
    ("facade tieng viet istanbul", "umlaut"),
    ("strasse", ""),
    ("straße", "umlaut"),
    ("lodz", ""),
    ("łodz", "umlaut"),
    ("ЁЛКА", "russian"),
    ("елка", ""),
    ("йошкар олы", "russian"),
    ("иошкар", ""),
    ("тоннел", "russian"),
    ("σοφος", "greek"),
    ("ΣΟΦΌΣ", "greek"),
    ("النفق", "arabic"),
    ("كلّف ٤١٢", "arabic"),
    ("हिन्दी", "hindi"),
    ("सुरंग कहा", "hindi"),
    ("港口", "chinese"),
    ("AND", "odd bridge"),
    ("or not", "odd"),
    ("near(x, 5)", "odd"),
    ("col:value", "odd"),
    ("\"quoted\" 'single'", "odd"),
    ("-minus", "odd"),
    ("x^2", "odd"),
    ("'; DROP TABLE annotations_article; --", ""),
    ("", ""),
    ("* % _ \" ' ( ) : ^ - + \\ & | ! <->", ""),
    ("\0tunnel\0", "tunnel bridge"),
    ("🚢", ""),
    ("x" * LONGEST, ""),
    ("tunnel " * 25, "tunnel bridge"),
    (" ".join(map(chr, range(0x4E00, 0x4E64))), ""),
]


@pytest.fixture
def corpus(newsroom):
    """All of CORPUS in the own team, and the same in another."""
    made = {}
    for key, (title, text) in CORPUS.items():
        given = {"title": title, "text": text, "publisher": "The Courier"}
        made[an_article(newsroom.alice, **given).pk] = key
        an_article(newsroom.mallory, **given)
    return made


def test_articles_are_found_by_title_publisher_and_text_together(newsroom, corpus):
    seen = Article.objects.visible_to(newsroom.alice)
    found = {asked: {corpus[a.pk] for a in seen.search(asked)} for asked, _expected in FOUND}
    assert found == {asked: set(expected.split()) for asked, expected in FOUND}


def test_what_is_found_is_what_the_words_of_the_text_say(newsroom, corpus):
    words = {fold(w) for title, text in CORPUS.values() for w in f"{title} {text}".split()}
    seen = Article.objects.visible_to(newsroom.alice)
    for word in sorted(words):
        wanted = terms(word)
        expected = {
            key
            for key, (title, text) in CORPUS.items()
            if wanted and all(hits(f"{title} {text} The Courier", [term]) for term in wanted)
        }
        assert {corpus[a.pk] for a in seen.search(word)} == expected, word


def test_claims_are_found_by_statement_and_claimant(newsroom):
    claim = a_claim(newsroom.alice, statement="It cost 412 million.", claimant="Inga Holm")
    a_claim(newsroom.mallory, statement="It cost 412 million.", claimant="Inga Holm")
    seen = Claim.objects.visible_to(newsroom.alice)
    assert list(seen.search("holm cost")) == [claim]
    assert list(seen.search("inga harbour")) == []


def test_fact_checks_are_found_by_what_readers_see(newsroom):
    verdict = published(newsroom, a_claim(newsroom.alice, statement="It cost 412 million."))
    public = Verdict.objects.public()
    for words in ("cost million", "accounts confirm", "authority name euros"):
        assert list(public.search(words)) == [verdict]
    Claim.objects.filter(pk=verdict.claim_id).update(statement="It cost nothing.")
    assert list(public.search("nothing")) == []
    assert list(public.search("412 million")) == [verdict]


def test_what_is_not_public_is_not_found(newsroom):
    verdict = in_review(newsroom)
    assert list(Verdict.objects.public().search("accounts")) == []
    assert list(Verdict.objects.search("accounts")) == [verdict]


def test_corrections_and_retractions_are_found_in_place_of_what_they_replace(newsroom):
    first = published(newsroom)
    second = corrected(newsroom, first, summary="The ledger refutes the figure.")
    public = Verdict.objects.public()
    assert list(public.search("confirm")) == []
    assert list(public.search("ledger")) == [second]
    third = retracted(newsroom, second)
    assert list(public.search("ledger")) == [third]


def test_updates_and_removals_are_found(newsroom):
    article = an_article(newsroom.alice)
    claim = a_claim(newsroom.alice, article)
    evidence_for(claim, newsroom.alice)
    claims.edit(claim, by=newsroom.alice, expected=None, statement="Ferries were cheaper.")
    assert list(Claim.objects.search("ferries")) == [claim]
    assert list(Claim.objects.search("million")) == []
    Article.objects.filter(pk=article.pk).update(publisher="Gazette")
    assert list(Article.objects.search("gazette tunnel")) == [article]
    a_version(article, "Everything was sold.")
    assert list(Article.objects.search("sold")) == [article]
    assert list(Article.objects.search("engineers")) == []
    claim.evidence.all().delete()
    claim.occurrences.all().delete()
    claim.delete()
    assert not ids_in(Claim)


SCRIPTS = "abz ABZ 019 éüőßŁ ёйЖ σςΩά مَرّ हिन्दी 港 ² _-.'\"*:()^%\0🚢\u0301\u0338"
EVERYTHING = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@EVERYTHING
@given(text=st.text(), asked=st.text())
@example(text="x" * 70_000, asked="x" * 200)
@example(text="\ufb2c" * 300, asked="\ufb2c" * 200)
@example(text=" ".join(f"{n}word" for n in range(120_000)), asked="9word")
@example(text="İ" * 5_000, asked="İ" * 200)
def test_any_text_is_kept_and_anything_can_be_asked(newsroom, text, asked):
    kept = text.replace("\0", "").encode("utf-8", "ignore").decode()
    article = newsroom.team.articles.first() or an_article(newsroom.alice)
    ArticleVersion.objects.filter(article=article).update(text=kept)
    assert len(Article.objects.search(asked)) <= 1


@EVERYTHING
@given(text=st.text(SCRIPTS, max_size=40), asked=st.text(SCRIPTS, max_size=4))
@example(text="за\u0301мок", asked="замок")
@example(text="\u0301", asked="\u0301")
def test_the_database_splits_and_folds_as_we_do(newsroom, text, asked):
    claim = newsroom.team.claims.first() or a_claim(newsroom.alice)
    kept = unicodedata.normalize("NFC", text.replace("\0", ""))
    Claim.objects.filter(pk=claim.pk).update(statement=kept)
    wanted = terms(asked)
    expected = bool(wanted) and all(hits(f"{kept} {claim.claimant}", [term]) for term in wanted)
    assert Claim.objects.search(asked).exists() == expected


def index_of(noun: type[Model]) -> str:
    return next(one.name for one in noun._meta.constraints if isinstance(one, FullText))


def ids_in(noun: type[Model]) -> set[int]:
    """The ids that the noun's index knows."""
    column = {"sqlite": "rowid", "postgresql": "id"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {index_of(noun)}")
        return {pk for (pk,) in cursor.fetchall()}


def test_the_index_is_asked_and_not_the_rows(newsroom):
    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE INDEX" in Claim.objects.search("tunnel").explain()
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_by_their_words SELECT n, factcheck_words('Claim of day ' || n)"
            " FROM generate_series(1, 3000) AS n"
        )
        cursor.execute("SELECT gin_clean_pending_list('claims_by_their_words_gin')")
        cursor.execute("ANALYZE claims_by_their_words")
        sql, asked = Holding(Claim, terms("1234")).as_postgresql()
        cursor.execute(f"EXPLAIN {sql}", asked)
        plan = "".join(line for (line,) in cursor.fetchall())
    assert "claims_by_their_words_gin" in plan


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("noun", "name"),
    [(Article, "publisher"), (ArticleVersion, "source"), (Claim, "priority"), (Verdict, "reason")],
)
def test_a_table_that_is_made_anew_keeps_its_index(newsroom, noun, name):
    """SQLite changes most things of a table by making another one."""
    published(newsroom)
    field = noun._meta.get_field(name)
    wider = field.clone()
    wider.set_attributes_from_name(name)
    wider.model = noun
    wider.null = True
    for old, new in ((field, wider), (wider, field)):
        with connection.schema_editor() as editor:
            editor.alter_field(noun, old, new)
        assert ids_in(noun) == set(noun._default_manager.values_list("pk", flat=True)) != set()
    an_article(newsroom.alice, title="A new one", text="About ferries.")
    assert ids_in(Article) == set(Article.objects.values_list("pk", flat=True))
    assert len(Article.objects.search("harbour tunnel")) == 1
    assert len(Article.objects.search("ferries")) == 1
    assert len(Verdict.objects.search("accounts")) == 1
    assert len(Claim.objects.search("412")) == 1


@pytest.mark.django_db(transaction=True)
def test_the_migration_finds_what_is_there_and_can_be_taken_back(newsroom):
    published(newsroom)
    executor = MigrationExecutor(connection)
    (newest,) = executor.loader.graph.leaf_nodes("annotations")
    try:
        executor.migrate([("annotations", "0005_feed")])
        assert not [t for t in connection.introspection.table_names() if "_by_their_words" in t]
    finally:
        MigrationExecutor(connection).migrate([newest])
    assert len(Article.objects.search("harbour tunnel")) == 1
    assert len(Claim.objects.search("412")) == 1
    assert len(Verdict.objects.public().search("accounts")) == 1


@postgres
@pytest.mark.django_db(transaction=True)
def test_emptied_tables_leave_nothing_to_find(newsroom):
    an_article(newsroom.alice)
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE annotations_articleversion CASCADE")
    assert not ids_in(ArticleVersion)
