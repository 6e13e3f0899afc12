"""Pages against bare pages, small against large county, manager against worker: in turns, round by round."""

from dataclasses import dataclass, field
from statistics import median

from .counties import Counties
from .figures import head, line, note, ratios, titles
from .stand import BARE, KOPPI, Stand

CALLS = 10  # of each page in each round
LIGHTS = {"knows": "GREEN", "shares": "GREEN", "available": "GREEN", "message": ""}
POLL = {"HX-Request": "true"}
CARE_CPU, BARE_CPU = 71, 15  # ms of the measured peers, see docs: one patient in Care, the bare page


@dataclass(slots=True)
class Measured:
    """One call on one stand, with the middle milliseconds of each round."""

    stand: Stand
    call: dict
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def round(self) -> None:
        took = self.stand.ask(do="measure", count=CALLS, **self.call)
        self.wall.append(median(took["wall"]))
        self.cpu.append(median(took["cpu"]))

    def look(self) -> dict:
        return self.stand.ask(do="look", **self.call)


def measure(counties: Counties, small: str, large: str, rounds: int, sections) -> None:
    """Measure what of the sections is about single pages."""
    stands = {name: Stand(counties.env(name), KOPPI) for name in dict.fromkeys((small, large))}
    bare = Stand(counties.env(small), BARE)
    try:
        for stand in stands.values():
            stand.ask(do="analyse")
        keys = {name: stand.ask(do="places") for name, stand in stands.items()}
        if "pages" in sections:
            _against_bare(stands[small], bare, keys[small], rounds)
        if "growth" in sections and small != large:
            _growth(stands[small], stands[large], keys[small], keys[large], rounds)
        if "manager" in sections and small != large:
            _manager(stands[large], rounds)
    finally:
        for stand in (*stands.values(), bare):
            stand.close()


def _calls(keys: dict, handle: str = "anna") -> dict[str, dict]:
    return {
        "family": {"handle": handle, "path": f"/perhe/{keys['family']}/"},
        "day": {"handle": handle, "path": "/paiva/"},
        "list": {"handle": handle, "path": "/perheet/"},
        "answer": {
            "handle": "petri", "path": f"/kutsut/v/{keys['invitee']}/", "method": "post", "data": LIGHTS
        },
        "poll": {
            "handle": handle,
            "path": f"/kutsut/{keys['invitation']}/tilanne/?v={keys['version']}",
            "headers": POLL,
        },
    }  # fmt: skip


def _search(stand: Stand, handle: str, text: str) -> None:
    """Set or clear what the list of families is searched by; the list remembers it."""
    stand.ask(do="measure", count=1, handle=handle, path="/perheet/", method="post", data={"text": text})


def _turns(rounds: int, *measured: Measured) -> None:
    for one in measured:
        one.look()  # the first call of all warms up
    for _round in range(rounds):
        for one in measured:
            one.round()


def _against_bare(stand: Stand, bare: Stand, keys: dict, rounds: int) -> None:
    head("Pages against the bare page of the same rows and bytes (wall clock)")
    titles()
    calls = {name: Measured(stand, call) for name, call in _calls(keys).items()}
    _search(stand, "anna", "")
    seen = {name: one.look() for name, one in calls.items()}
    plain = {
        "family": sized(bare, f"/family/{keys['family']}/?", seen["family"]["bytes"]),
        "day": sized(bare, "/list/?", seen["day"]["bytes"]),
        "list": sized(bare, "/list/?", seen["list"]["bytes"]),
        "answer": Measured(bare, {"handle": "anna", "path": "/create/", "method": "post"}),
        "poll": Measured(bare, {"handle": "anna", "path": "/ping/"}),
    }
    _turns(rounds, *(one for name in calls for one in (calls[name], plain[name])))
    targets = {"family": 2.0, "day": 2.0, "list": 2.0, "answer": 4.0, "poll": 2.0}
    for name, target in targets.items():
        what = f"{name} ({median(calls[name].wall):.1f} ms, bare {median(plain[name].wall):.1f} ms)"
        line(what, ratios(calls[name].wall, plain[name].wall), target)
    _searched(stand, plain["list"], rounds)
    line("queries of the family page", [seen["family"]["queries"]], 12, "queries")
    line("bytes of a poll with nothing new", [seen["poll"]["bytes"]], 0, "bytes")
    peer = 0.5 * CARE_CPU / BARE_CPU
    line(
        "processor: family against bare, half of Care's patient",
        ratios(calls["family"].cpu, plain["family"].cpu),
        peer,
    )
    shares = [f"{name} {median(ratios(calls[name].cpu, plain[name].cpu)):.1f} x" for name in targets]
    note(f"processor time alone, which others on the machine disturb less: {', '.join(shares)}")
    sizes = [f"{name} {look['bytes']}" for name, look in seen.items()]
    note(f"bytes: {', '.join(sizes)}")


def _searched(stand: Stand, bare: Measured, rounds: int) -> None:
    found = Measured(stand, {"handle": "anna", "path": "/perheet/"})
    again = Measured(bare.stand, bare.call)
    _search(stand, "anna", "Korpi")
    _turns(rounds, found, again)
    _search(stand, "anna", "")
    line(f"search ({median(found.wall):.1f} ms)", ratios(found.wall, again.wall), 2.0)


def sized(bare: Stand, path: str, size: int) -> Measured:
    """Return the bare page with as many lines as make it as long as the page it stands for."""

    def of(rows: int) -> dict:
        return {"handle": "anna", "path": f"{path}&rows={rows}"}

    few, many = (bare.ask(do="look", **of(rows))["bytes"] for rows in (50, 150))
    return Measured(bare, of(max(round(50 + (size - few) * 100 / (many - few)), 1)))


def _growth(small: Stand, large: Stand, one: dict, other: dict, rounds: int) -> None:
    head("Growth from the small to the large county, the same worker (wall clock)")
    titles()
    pairs = {
        name: (Measured(small, call), Measured(large, _calls(other)[name]))
        for name, call in _calls(one).items()
    }
    _turns(rounds, *(measured for pair in pairs.values() for measured in pair))
    for name, (before, after) in pairs.items():
        line(
            f"{name} ({median(before.wall):.1f} -> {median(after.wall):.1f} ms)",
            ratios(after.wall, before.wall),
            1.15,
        )
    for stand in (small, large):
        _search(stand, "anna", "Korpi")
    searches = [Measured(stand, {"handle": "anna", "path": "/perheet/"}) for stand in (small, large)]
    _turns(rounds, *searches)
    line("search", ratios(searches[1].wall, searches[0].wall), 1.15)
    for stand in (small, large):
        _search(stand, "anna", "")


def _manager(stand: Stand, rounds: int) -> None:
    head("A manager's lists against a worker's, large county (wall clock)")
    titles()
    for name, path in (("day", "/paiva/"), ("list", "/perheet/"), ("invitations", "/kutsut/")):
        pair = [Measured(stand, {"handle": handle, "path": path}) for handle in ("satu", "anna")]
        _turns(rounds, *pair)
        what = f"{name} ({median(pair[0].wall):.1f} ms against {median(pair[1].wall):.1f})"
        line(what, ratios(pair[0].wall, pair[1].wall), 3.0)
    for handle in ("satu", "anna"):
        _search(stand, handle, "Korpi")
    pair = [Measured(stand, {"handle": handle, "path": "/perheet/"}) for handle in ("satu", "anna")]
    _turns(rounds, *pair)
    line(f"search ({median(pair[0].wall):.1f} ms)", ratios(pair[0].wall, pair[1].wall), 3.0)
    for handle in ("satu", "anna"):
        _search(stand, handle, "")
