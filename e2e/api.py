"""The JSON API and the exported archives, held against other people's programs.

Makes a demo institution, serves it, and checks
- that schemathesis finds no 5xx and no answer that the OpenAPI description does not describe, and
- that the reconciliation service follows the JSON schemas of the Reconciliation API 0.2, where those are at hand, and
- that python-dwca-reader reads each collection's exported Darwin Core archive, row for row.

Run by `cargo xtask test --only api`. An argument chooses the checks whose names contain it. `VASCULUM` is the program
under test; `VASCULUM_API_SECONDS` is the time that schemathesis has (120). The last line is the count.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import jsonschema_rs
from dwca.read import DwCAReader

OBJECTS = 300
COLLECTIONS = ["fish", "herb", "ent", "ip"]

# Tables of every sort (owned, scoped, tree, interaction, plain), and everything that is not a table.
TABLES = "CollectionObject|Determination|Preparation|Taxon|Agent|Locality|CollectingEvent|Loan|Accession"
PATHS = rf"^/api/(?!v1/[A-Z])|^/api/v1/({TABLES})(/|$)"

CHECKS = "not_a_server_error,response_schema_conformance,content_type_conformance"
SECONDS = int(os.environ.get("VASCULUM_API_SECONDS", "120"))

# The specification's own schemas.
SCHEMAS = Path(__file__).resolve().parent.parent.parent / "shared/data/standards/reconciliation-0.2/schemas"

DWC_OCCURRENCE = "http://rs.tdwg.org/dwc/terms/Occurrence"
DWC = "http://rs.tdwg.org/dwc/terms/"


class Institution:
    """The demo institution, and commands that run on it."""

    def __init__(self, directory):
        self.directory = Path(directory)
        self.program = os.environ["VASCULUM"]
        demo = self.run("demo", "--objects", str(OBJECTS), "--seed", "7", "--yes")
        self.user = demo["user"]
        self.token = self.run("token", "add", "--user", self.user, "--scope", "write")["token"]
        self.url = None

    def run(self, *arguments):
        """Runs a command with --json and gives the last line that it prints, read."""
        command = [self.program, "--data", self.directory / "data", *arguments, "--json"]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=300)
        if done.returncode != 0:
            raise AssertionError(f"`vasculum {' '.join(map(str, arguments))}` ended with {done.returncode}")
        try:
            return json.loads(done.stdout)
        except ValueError:
            return json.loads(done.stdout.splitlines()[-1])

    @contextlib.contextmanager
    def served(self):
        """Serves it on a free port, and stops the server as Ctrl-C does."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        log = self.directory / "serve.log"
        command = [self.program, "--data", self.directory / "data", "serve", "--listen", f"127.0.0.1:{port}"]
        with log.open("wb") as output:
            server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        try:
            until = time.monotonic() + 60
            while not self.answers():
                if server.poll() is not None or time.monotonic() > until:
                    raise AssertionError(f"the server does not answer\n{log.read_text(errors='replace')[-4000:]}")
                time.sleep(0.05)
            yield
            server.send_signal(signal.SIGINT)
            if server.wait(timeout=15) != 0:
                raise AssertionError(f"the server ended with {server.returncode} after Ctrl-C")
        except BaseException:
            print(log.read_text(errors="replace")[-4000:])
            raise
        finally:
            server.kill()
            server.wait()

    def answers(self):
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def get(self, path):
        request = urllib.request.Request(self.url + path, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


def openapi_describes_the_model(institution):
    """The description is OpenAPI 3.1 and has the paths of every table that is tested."""
    with institution.served():
        description = institution.get("/api/openapi.json")
    assert description["openapi"].startswith("3.1."), description["openapi"]
    for table in TABLES.split("|"):
        path = f"/api/v1/{table}"
        assert path in description["paths"], f"{path} is not described"
    print(f"    {len(description['paths'])} paths")


def schemathesis_finds_nothing(institution):
    """No generated request gets a 5xx, or an answer of another type or form than described."""
    report = institution.directory / "junit.xml"
    with institution.served():
        command = [
            Path(sys.executable).with_name("schemathesis"), "--no-color", "run", f"{institution.url}/api/openapi.json",
            "--header", f"Authorization: Bearer {institution.token}",
            "--include-path-regex", PATHS,
            "--checks", CHECKS,
            "--phases", "examples,coverage,fuzzing",
            "--max-examples", "20", "--max-time", str(SECONDS), "--max-failures", "30",
            "--workers", "2", "--request-timeout", "20", "--seed", "7", "--generation-database", "none",
            "--suppress-health-check", "all", "--warnings", "off",
            "--report", "junit", "--report-junit-path", report,
        ]
        # It spends its time in whole requests, so it may end a little later than it was told.
        done = subprocess.run(command, stdin=subprocess.DEVNULL, cwd=institution.directory, timeout=SECONDS + 120)
    cases = list(ElementTree.parse(report).iter("testcase"))
    print(f"    {len(cases)} operations")
    assert done.returncode == 0, f"schemathesis ended with {done.returncode}"
    assert len(cases) >= 20, "hardly anything was tested: do the paths in TABLES still exist?"


def follows(answer, name):
    """Holds an answer of the reconciliation service against a schema of the specification."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_text())
    schema.pop("$id", None)
    # The draft that is meant has no address any more; what is referred to from elsewhere is put in or left out.
    schema["$schema"] = "http://json-schema.org/draft-07/schema#"
    if name == "manifest":
        schema["properties"].pop("authentication")
        of_type = json.loads((SCHEMAS / "type.json").read_text())
        of_type.pop("$id")
        of_type["properties"].pop("broader")
        schema["properties"]["defaultTypes"]["items"] = of_type
    if name == "suggest-types-response":
        schema = json.loads(json.dumps(schema).replace('{"$ref": "type.json"}', '{"type": "object", "required": ["id", "name"]}'))
    problems = [problem.message for problem in jsonschema_rs.validator_for(schema).iter_errors(answer)]
    assert not problems, f"{name}: {problems[:3]} in {str(answer)[:500]}"


def reconciliation_follows_the_specification(institution):
    """Every answer of the service passes the JSON schemas of the Reconciliation API 0.2."""
    if not SCHEMAS.is_dir():
        print(f"    skipped: {SCHEMAS} is not there")
        return
    token = institution.run("token", "add", "--user", institution.user, "--scope", "read")["token"]
    path = f"/api/reconcile/with/{token}"
    ask = lambda name, what: institution.get(f"{path}?{name}={urllib.parse.quote(json.dumps(what))}")
    with institution.served():
        manifest = institution.get(path)
        follows(manifest, "manifest")
        names = [taxon["fullName"] for taxon in institution.get("/api/v1/Taxon?limit=20")["records"]]
        batch = {f"q{nth}": {"query": name, "type": "Taxon", "limit": 5} for nth, name in enumerate(names)}
        batch["all"] = {"query": "a", "properties": [{"pid": "rank", "v": ["Species", {"id": "x"}]}], "type_strict": "any"}
        follows(batch, "reconciliation-query-batch")
        results = ask("queries", batch)
        follows(results, "reconciliation-result-batch")
        matched = [answer["result"][0]["id"] for answer in results.values() if answer["result"]]
        assert len(matched) >= len(names), "every name of a taxon finds one"
        proposed = institution.get(f"{path}/suggest/proposed?type=Taxon")
        follows(proposed, "data-extension-property-proposal")
        properties = [{"id": property["id"]} for property in proposed["properties"]]
        follows(ask("extend", {"ids": matched + ["Taxon-999999999"], "properties": properties}), "data-extension-response")
        follows(institution.get(f"{path}/suggest/entity?prefix=sal"), "suggest-entities-response")
        follows(institution.get(f"{path}/suggest/property?prefix=r"), "suggest-properties-response")
        follows(institution.get(f"{path}/suggest/type?prefix=t"), "suggest-types-response")
    print(f"    {len(batch)} queries, {len(properties)} properties")


def archive_is_read_by_others(collection):
    """A check that one collection's archive has the rows that the export says it has."""

    def check(institution):
        archive = institution.directory / f"{collection}.zip"
        said = institution.run("export", "dwca", "--collection", collection, "-o", str(archive))["rows"]
        with DwCAReader(str(archive)) as reader:
            assert reader.descriptor.core.type == DWC_OCCURRENCE, reader.descriptor.core.type
            assert reader.metadata is not None, "the archive has no EML"
            ids, extensions = [], {}
            for row in reader:
                ids.append(row.id)
                assert row.data[DWC + "occurrenceID"], f"row {row.id} has no occurrenceID"
                assert row.data[DWC + "basisOfRecord"], f"row {row.id} has no basisOfRecord"
                for extension in row.extensions:
                    name = extension.rowtype.rsplit("/", 1)[-1]
                    extensions[name] = extensions.get(name, 0) + 1
        print(f"    {len(ids)} rows; {extensions or 'no extensions'}")
        assert len(ids) == said, f"the export says {said} rows, python-dwca-reader reads {len(ids)}"
        assert len(ids) == len(set(ids)), "two rows have the same id"
        assert ids, "the demo's collection is empty"

    return check


# Every check by its name. What only reads comes before what writes at random.
ALL = {f"dwca {collection}": archive_is_read_by_others(collection) for collection in COLLECTIONS}
ALL["openapi"] = openapi_describes_the_model
ALL["reconciliation"] = reconciliation_follows_the_specification
ALL["schemathesis"] = schemathesis_finds_nothing


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = {name: check for name, check in ALL.items() if wanted.lower() in name}
    # Told to stop, it stops as with Ctrl-C: the server ends, the directory goes.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    passed = failed = 0
    directory = tempfile.mkdtemp(prefix="vasculum-api-")
    try:
        institution = Institution(directory) if chosen else None
        for name, check in chosen.items():
            started = time.monotonic()
            print(f"{name}")
            try:
                check(institution)
                passed += 1
                print(f"    ok ({time.monotonic() - started:.1f} s)")
            except Exception as error:
                failed += 1
                if not isinstance(error, AssertionError):
                    traceback.print_exc(file=sys.stdout)
                print(f"    FAILED: {error}")
    finally:
        shutil.rmtree(directory, ignore_errors=True)
    print(f"\napi: {passed} passed, {failed} failed, 0 skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
