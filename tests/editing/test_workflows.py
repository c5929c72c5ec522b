"""`init --ci`, and the recipes of docs/automation.md: their commands are run, in a shell, as the hosts would."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from site_builder import __version__
from site_builder.editing.new_site.workflows import PLACES
from tests.publishing.servers import command, get, nginx_running, town
from tests.sites import article

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
AUTOMATION = ROOT / "docs/automation.md"
MISTAKE = article("title: Mistake\ndate: never")


class Runner:
    """A machine of a host: a home, a `bulletin` and a `pip` that says what it was to install; a shell for each step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = folder / "remote.git"
        programs = {"bulletin": f'exec "{sys.executable}" -m site_builder "$@"', "pip": f'echo "$*" >> "{folder}/pip"'}
        (folder / "bin").mkdir(parents=True)
        (folder / "home").mkdir()
        for name, text in programs.items():
            (folder / "bin" / name).write_text(f"#!/bin/sh\n{text}\n")
            (folder / "bin" / name).chmod(0o755)

    def run(self, script: str, where: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        kept = {key: value for key, value in os.environ.items() if key not in {"LC_ALL", "LANG", "LC_MESSAGES"}}
        environment = kept | {
            "HOME": str(self.folder / "home"),
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_NOSYSTEM": "1",
            **variables,
        }
        return subprocess.run(
            ["bash", "-eo", "pipefail", "-c", script],
            cwd=where,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def must(self, script: str, where: Path, **variables: str) -> str:
        done = self.run(script, where, **variables)
        assert done.returncode == 0, (script, done.stdout, done.stderr)
        return done.stdout

    def clone(self, name: str) -> Path:
        self.must(f"git clone -q -b main '{self.remote}' '{name}'", self.folder)
        return self.folder / name

    def commit(self, where: Path) -> None:
        self.must("git add -A && git -c user.name=a -c user.email=a@localhost commit -qm Edit && git push -q", where)


def make_runner(tmp_path: Path, kind: str) -> Runner:
    """A site with its workflow in a repository; the target is a folder of this machine."""
    runner = Runner(tmp_path)
    site = tmp_path / "site"
    assert command("init", site, "--ci", kind, "--lang", "en").exit_code == 0
    with (site / "content/site.toml").open("a") as toml:
        toml.write(f'\n[publish.live]\nto = "file://{tmp_path}/www"\n')
    runner.must(f"git init -q --bare -b main '{runner.remote}' && git init -q -b main .", site)
    runner.must(f"git remote add origin '{runner.remote}' && git add -A", site)
    runner.must("git -c user.name=a -c user.email=a@localhost commit -qm First && git push -q -u origin main", site)
    return runner


def read_workflow(site: Path, kind: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((site / PLACES[kind]).read_text("utf-8"))
    return data


def list_steps(site: Path, kind: str, job: str) -> list[str]:
    """Give the commands of a job, one a step; of GitLab all in one shell."""
    workflow = read_workflow(site, kind)
    if kind == "gitlab":
        return ["\n".join([*workflow["before_script"], *workflow[job]["script"]])]
    return [step["run"] for step in workflow["jobs"][job]["steps"] if "run" in step]


def make_variables(runner: Runner, kind: str, site: Path) -> dict[str, str]:
    workflow = read_workflow(site, kind)
    variables = dict(workflow["variables" if kind == "gitlab" else "env"])
    secret = runner.folder / "secret"
    secret.write_text("KEY\n")
    if kind == "gitlab":
        variables |= {"BULLETIN_SSH_KEY": str(secret), "BULLETIN_KNOWN_HOSTS": "host key", "BULLETIN_TOKEN": "t"}
        variables |= {"CI_COMMIT_BRANCH": "main", "CI_REPOSITORY_URL": "https://job@git.example.org/town.git"}
        # What the host serves over https is the bare repository here.
        config = runner.folder / "gitconfig"
        config.write_text(f'[url "{runner.remote}"]\n\tinsteadOf = https://bulletin:t@git.example.org/town.git\n')
        variables["GIT_CONFIG_GLOBAL"] = str(config)
    else:
        variables |= {"SSH_KEY": "KEY", "KNOWN_HOSTS": "host key"}
    return variables


@pytest.mark.parametrize("kind", PLACES)
def test_what_is_accepted_is_published(tmp_path: Path, kind: str) -> None:
    """Two runs, each on a fresh copy: the second publishes an edit, and knows what the first published."""
    runner = make_runner(tmp_path, kind)
    for number in (1, 2):
        work = runner.clone(f"run{number}")
        if number == 2:
            (work / "content/about.md").write_text(article("title: About", "Once more."))
            runner.commit(work)
            work = runner.clone("run3")
        for step in list_steps(work, kind, "publish"):
            runner.must(step, work, **make_variables(runner, kind, work))
    assert b"Once more." in (tmp_path / "www/current/about/index.html").read_bytes()
    assert (runner.clone("after") / "content/ledger.jsonl").read_text().count('"release"') >= 2
    home = tmp_path / "home/.ssh"
    assert (home / "known_hosts").read_text().splitlines() == ["host key"] * 2
    assert (home / "id_ed25519").read_text() == "KEY\n"
    assert f"{(home / 'id_ed25519').stat().st_mode & 0o777:o}" == "600"
    assert set((tmp_path / "pip").read_text().splitlines()) == {f"install township-bulletin=={__version__}"}


@pytest.mark.parametrize("kind", PLACES)
def test_what_is_proposed_is_checked(tmp_path: Path, kind: str) -> None:
    runner = make_runner(tmp_path, kind)
    work = runner.clone("work")
    variables = make_variables(runner, kind, work)
    for step in list_steps(work, kind, "check"):
        runner.must(step, work, **variables)
    (work / "content/news/mistake.md").write_text(MISTAKE)
    *before, last = list_steps(work, kind, "check")
    for step in before:
        runner.must(step, work, **variables)
    done = runner.run(last, work, **variables)
    assert done.returncode == 1, done
    if kind == "github":
        assert re.search(r"(?m)^::error file=content/news/mistake.md,line=3,", done.stdout)
    if kind == "gitlab":
        found = json.loads((work / "gl-code-quality-report.json").read_text())
        mistakes = [each for each in found if each["severity"] == "major"]
        assert [each["location"] for each in mistakes] == [{"path": "content/news/mistake.md", "lines": {"begin": 3}}]
        assert len({each["fingerprint"] for each in found}) == len(found)
    assert "content/news/mistake.md" in done.stdout + done.stderr


@pytest.mark.parametrize("kind", PLACES)
def test_the_right_jobs_run(tmp_path: Path, kind: str) -> None:
    assert command("init", tmp_path / "site", "--ci", kind).exit_code == 0
    workflow = read_workflow(tmp_path / "site", kind)
    if kind == "gitlab":
        assert workflow["check"]["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
        assert "!=" in workflow["publish"]["rules"][0]["if"]
        assert workflow["check"]["artifacts"]["reports"] == {"codequality": "gl-code-quality-report.json"}
    else:
        triggers: Any = yaml.safe_load((tmp_path / "site" / PLACES[kind]).read_text("utf-8"))
        assert {*triggers[True]} == {"pull_request", "push", "schedule", "workflow_dispatch"}  # YAML 1.1: `on` is true
        jobs = workflow["jobs"]
        assert jobs["check"]["if"] == "github.event_name == 'pull_request'"
        assert jobs["publish"]["if"] == "github.event_name != 'pull_request'"
        assert workflow["permissions"] == {"contents": "read"}
        assert "secrets." not in json.dumps(jobs["check"])


def test_a_site_that_is_there_gets_the_workflow_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert command("init", site).exit_code == 0
    before = {each: each.read_bytes() for each in site.rglob("*") if each.is_file()}
    done = command("init", site, "--ci", "gitea", "--lang", "en")
    assert (done.exit_code, done.output) == (0, ".gitea/workflows/bulletin.yml: written\n")
    assert {each: each.read_bytes() for each in before} == before
    assert command("init", site, "--ci", "gitea").exit_code == 2
    (tmp_path / "other").mkdir()
    (tmp_path / "other/file").write_text("x")
    assert command("init", tmp_path / "other", "--ci", "gitea").exit_code == 2


SCHEMAS = {"github": "vendor.github-workflows", "gitea": "vendor.github-workflows", "gitlab": "vendor.gitlab-ci"}


@pytest.mark.parametrize("kind", [*PLACES, "compose"])
def test_schemas(tmp_path: Path, kind: str) -> None:
    """Against the schemas that the hosts publish, where the tool that brings them is installed."""
    if kind == "compose":
        file = tmp_path / "compose.yaml"
        file.write_text(find_block("yaml"))
    else:
        assert command("init", tmp_path / "site", "--ci", kind).exit_code == 0
        file = tmp_path / "site" / PLACES[kind]
    schema = SCHEMAS.get(kind, "vendor.compose-spec")
    arguments = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def find_block(kind: str, begin: str = "") -> str:
    found = re.search(rf"(?s)```{kind}\n({re.escape(begin)}.*?)```", AUTOMATION.read_text("utf-8"))
    assert found
    return found[1]


def test_containers(tmp_path: Path) -> None:
    """No container here: what they run, and with which folders, is run as it stands."""
    compose = yaml.safe_load(find_block("yaml"))
    web, publish = compose["services"]["web"], compose["services"]["publish"]
    assert compose["volumes"].keys() == {"www"}
    served = [each.split(":") for each in web["volumes"]]
    assert [each[1:] for each in served] == [["/srv/www/bulletin", "ro"], ["/etc/nginx/conf.d/default.conf", "ro"]]
    docker = find_block("dockerfile")
    assert json.loads(docker.split("ENTRYPOINT ")[1]) == ["bulletin"]
    assert f"WORKDIR {publish['volumes'][0].split(':')[1]}\n" in docker
    place = town(tmp_path)
    runner = Runner(tmp_path / "runner")
    toml = place.site / "content/site.toml"
    said = find_block("toml").replace("/srv/www/bulletin", str(place.target))
    toml.write_text(re.sub(r"(?s)\[publish\.live\]\nto = .*?\n", said, toml.read_text()))
    first, second, _ = find_block("sh", "docker compose").splitlines()
    config = runner.must(first.replace("docker compose run --rm publish", "bulletin").split(">")[0], place.site)
    assert second.startswith("docker compose run --rm publish &&")
    runner.must(" ".join(["bulletin", *publish["command"]]), place.site)
    with nginx_running(tmp_path / "nginx", config):
        assert get(place.url, "/about/").status == 200
        assert get(place.url, "/old/visit/").status == 301


def test_the_line_for_monitoring(tmp_path: Path) -> None:
    place, runner = town(tmp_path), Runner(tmp_path / "runner")
    assert command("publish", "--site", place.site).exit_code == 0
    line = find_block("sh", "bulletin verify")
    config = command("serverconfig", "nginx", "--site", place.site).stdout
    with nginx_running(tmp_path / "nginx", config):
        done = runner.run(f"set +o pipefail\n{line}", place.site)
        assert (done.returncode, done.stdout.split()[0]) == (0, "OK"), done
        place.change("about/index.html", b"<main", b"<main ", twins=True)
        done = runner.run(f"set +o pipefail\n{line}", place.site)
        assert done.returncode == 2, done
        assert done.stdout.startswith("CRITICAL")
        assert "about" in done.stdout
    done = runner.run(f"set +o pipefail\n{line}", place.site)
    assert (done.returncode, done.stdout.split()[0]) == (2, "CRITICAL"), done
