"""Short Finnish words that mean several things carry a context, so that a translation can tell them apart."""

import re

from koppi.site.settings import ROOT

# peru: cancel, withdraw; päätä: end, decide; uusi: new (one), new (ones), renew
AMBIGUOUS = ("Peru", "Päätä", "Uusi")
BARE = re.compile(rf"""(?:_\(|translate )["']({"|".join(AMBIGUOUS)})["'](?! context)""")


def test_an_ambiguous_word_is_never_without_its_context():
    files = (path for kind in ("*.py", "*.html") for path in (ROOT / "src" / "koppi").rglob(kind))
    bare = [path.name for path in files if BARE.search(path.read_text())]
    assert bare == []
