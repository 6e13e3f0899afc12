"""How fast the sealed trail takes entries from eight writers at once, and how fast it is verified."""

from .counties import Counties
from .figures import head, line, note, part, titles
from .stand import KOPPI, Stand

WRITERS, SECONDS, ROWS = 8, 6, 20_000


def measure(counties: Counties, name: str) -> None:
    """Measure writing and verifying in one county."""
    head("The audit trail")
    titles()
    stands = [Stand(counties.env(name), KOPPI) for _writer in range(WRITERS)]
    try:
        for stand in stands:
            stand.ask(do="leave", seconds=0.2)
        for stand in stands:
            stand.tell(do="leave", seconds=SECONDS)
        took = [value for stand in stands for value in stand.hear()]
        line("entries a second, 8 writers", [len(took) / SECONDS], 150, "1/s", at_most=False)
        line("95 of 100 entries take", [part(took, 0.95)], 50, "ms")
        sealed = stands[0].ask(do="leave_many", count=ROWS)
        found = [stands[0].ask(do="verify") for _turn in range(3)]
        line(
            "rows verified", [one["rows"] / one["seconds"] for one in found], 25_000, "rows/s", at_most=False
        )
        note(f"{sealed} entries, the trail is {found[-1]['outcome']}")
    finally:
        for stand in stands:
            stand.close()
