"""Nothing is left out of the dump, and what declares nothing fails the checks or does not leave the house."""

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from gongwei.apps.accounts import declared
from gongwei.apps.accounts.declared import DeclaredExports, UndeclaredExport, exports, works
from gongwei.site import cli, lints
from gongwei.site.commands import policy_dump


def test_the_dump_names_every_route_table_job_export_command_and_folder(capsys: Any) -> None:
    assert policy_dump.run(cli.parser().parse_args(["policy-dump", "--json"])) == 0
    dumped = json.loads(capsys.readouterr().out)
    assert all(dumped[kind] and all(dumped[kind].values()) for kind in policy_dump.KINDS)
    assert dumped["tables"]["people_resident"]["sensitivity"] == 3
    assert dumped["tables"]["people_residentevent"] == {"guard": "owner"}
    assert dumped["jobs"]["take_import"]["works_as"] == "post"
    assert dumped["exports"]["/today/export/"]["hands_out"] == "persons"
    assert dumped["routes"]["/audit/"] == {"manages": "audit"}
    assert dumped["commands"]["audit-verify"] == {"works_as": ["seal"]}
    assert dumped["catalogue"]["programs/hypertension"] == {"sensitivity": 3}


def test_a_job_without_a_policy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lints, "jobs", lambda: iter([("loose", lambda: None)]))
    assert list(lints.undeclared_jobs()) == ["job loose: does not say as whom it works; decorate it with @works(as_=…)"]


def test_a_command_without_a_policy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    strange = ModuleType("strange")
    strange.WORKS_AS = ("god",)  # type: ignore[attr-defined]
    monkeypatch.setattr(cli, "modules", lambda: {"loose": ModuleType("loose"), "strange": strange})
    assert [problem.split(":")[0] for problem in lints.undeclared_commands()] == ["command loose", "command strange"]


def test_an_export_without_a_policy_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "loose").mkdir()
    body = '    answer["Content-Disposition"] = "attachment"\n'
    (tmp_path / "loose" / "views.py").write_text(
        f'def bare(request):\n{body}\n\n@exports("figures")\ndef said(request):\n{body}'
    )
    monkeypatch.setattr(lints, "APPS", tmp_path)
    assert [problem.split(":")[0] for problem in lints.undeclared_exports()] == ["loose/views.py bare"]


def test_a_folder_of_the_catalogue_without_a_class_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lints, "catalogue_folders", lambda: ["programs", "secrets"])
    assert [problem.split(":")[0] for problem in lints.undeclared_catalogue()] == ["catalogue secrets"]


def handed_out(view: Any) -> HttpResponse:
    request = RequestFactory().get("/")
    request.resolver_match = type("Match", (), {"func": staticmethod(view), "view_name": "loose"})()
    return DeclaredExports(view)(request)


def test_a_file_that_no_page_declared_does_not_leave() -> None:
    def view(request: Any) -> HttpResponse:
        return HttpResponse(b"", headers={"Content-Disposition": "attachment"})

    with pytest.raises(UndeclaredExport, match="loose"):
        handed_out(view)
    assert handed_out(exports("figures")(view)).status_code == 200


def test_only_known_words_can_be_declared() -> None:
    with pytest.raises(KeyError):
        works(as_="god")
    with pytest.raises(KeyError):
        exports("everything")
    assert set(declared.WORKS_AS) >= {"post", "app", "report", "seal", "owner", "backup", "nobody"}
