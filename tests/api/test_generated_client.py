"""A typed Python client can be made from the OpenAPI document, and speaks to the desk."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.cast import QUOTE, TEXT, TITLE, a_token

GENERATOR = Path(sys.executable).with_name("openapi-python-client")
PACKAGE = "desk_client"


@pytest.fixture
def generated(tmp_path, monkeypatch):
    """Give the modules of a client that was generated just now, by their names."""
    document, settings = tmp_path / "schema.json", tmp_path / "settings.json"
    schema = SchemaGenerator().get_schema(request=None, public=True)
    document.write_text(json.dumps(schema, default=str))
    settings.write_text(json.dumps({"post_hooks": []}))
    asked = [GENERATOR, "generate", "--path", document, "--config", settings]
    told = subprocess.run(
        [*asked, "--meta", "none", "--output-path", tmp_path / PACKAGE, "--fail-on-warning"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    monkeypatch.syspath_prepend(tmp_path)
    yield lambda name: importlib.import_module(f"{PACKAGE}.{name}")
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        del sys.modules[name]


@pytest.mark.once  # The document is the same on every database.
def test_a_generated_client_adds_an_article_and_marks_a_claim(newsroom, live_server, generated):
    api, models = generated, generated("models")
    client = generated("client").AuthenticatedClient(
        base_url=live_server.url, token=a_token(newsroom.alice), prefix="Token"
    )
    with client as desk:
        article = api("api.articles.articles_create").sync(
            client=desk, body=models.NewArticleRequest(title=TITLE, text=TEXT)
        )
        marked = api("api.claims.claims_create").sync(
            client=desk, body=models.NewClaimRequest(article=article.id, exact=QUOTE)
        )
        stale = api("api.claims.claims_partial_update").sync_detailed(
            marked.id,
            client=desk,
            if_match='"0"',
            body=models.PatchedClaimChangesRequest(claimant="The port"),
        )
    assert isinstance(article, models.ArticleDetail)
    assert isinstance(marked, models.MarkedClaim)
    (place,) = marked.occurrences
    assert article.text[place.start : place.end] == QUOTE
    assert isinstance(stale.parsed, models.StaleClaim)
    assert (stale.status_code, stale.parsed.current.id) == (412, marked.id)


@pytest.mark.once
def test_every_module_of_a_generated_client_can_be_loaded(generated, tmp_path):
    root = tmp_path / PACKAGE / "api"
    operations = [file for file in root.rglob("*.py") if file.stem != "__init__"]
    assert len(operations) >= 70
    for file in operations:
        assert generated(f"api.{file.parent.name}.{file.stem}").sync_detailed
