"""What the tests stand on stands: a worker does a job, a page complains, a need is named."""

import pytest

from annotations.models import Heartbeat
from tests.house.source import ROOT
from tests.infrastructure.patience import eventually

pytest_plugins = ["pytester"]


def test_a_real_worker_sweeps_this_tests_database(worker):
    assert eventually(Heartbeat.objects.exists)


def test_a_killed_worker_comes_back(worker):
    eventually(Heartbeat.objects.exists)
    worker.kill()
    Heartbeat.objects.all().delete()
    worker.start()
    assert eventually(Heartbeat.objects.exists)


@pytest.mark.once
def test_an_error_in_the_console_is_noticed(window):
    page = window.page_for()
    page.set_content("<script>console.error('it hurts')</script>")
    eventually(lambda: window.wrong == ["it hurts"])
    window.wrong.clear()


@pytest.mark.parametrize(("required", "status"), [("", 0), ("browser", 1)])
def test_a_missing_browser_is_named_and_may_be_a_failure(pytester, monkeypatch, required, status):
    monkeypatch.setenv("FACTCHECK_REQUIRE", required)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makepyfile(
        conftest="""
            from tests.infrastructure import needs
            needs.NEEDS["browser"] = lambda: "no Chromium was found"
        """,
        test_one="""
            import pytest
            @pytest.mark.needs("browser")
            def test_page(): pass
            def test_other(): pass
        """,
    )
    result = pytester.runpytest_subprocess("-p", "tests.infrastructure.needs")
    assert result.ret == status
    result.stdout.fnmatch_lines(["*Not run: browser (1 tests: no Chromium was found*"])
