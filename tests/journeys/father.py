"""Everything the father who is kept out can get, from every address he could know or guess."""

import re

# His own looks are counted in his own log, and he has looked before.
CHANGING = re.compile(
    r" Lisäksi \d+ oma[^<]*|"
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|[0-9a-f]{32}|data-session="\d+"|klo \d+\.\d+'
)
LINK = re.compile(r'href="(/[^"#]*)"')
ENTRANCES = ("/", "/kutsut/", "/perheet/", "/paiva/", "/omat-tiedot/", "/ammattilaiset/")
FAMILY_PAGES = (
    "", "muokkaa/", "tiimi/", "yhteenveto/", "palvelut/", "omin-sanoin/", "jakaminen/", "askel/",
)  # fmt: skip


def all_he_gets(request, known: dict) -> dict[str, str]:
    """Sign in as him by plain requests; return status, headers and text of every page by address."""
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', request.get("/tili/login/").text())[1]
    request.post("/demo/sign-in/", form={"as": "mikko", "csrfmiddlewaretoken": token})
    waiting, got = [*ENTRANCES, *_guessed(known)], {}
    while waiting:
        path = waiting.pop()
        if path in got or path.startswith(("/static/", "/tili/", "//")):
            continue
        answer = request.get(path)
        text = answer.text()
        heads = {
            name: value
            for name, value in answer.headers.items()
            if name not in ("date", "x-request-id", "set-cookie", "content-length")
        }
        got[path] = f"{answer.status} {sorted(heads.items())} {CHANGING.sub('', text)}"
        if "html" in heads.get("content-type", ""):
            waiting += LINK.findall(text)
    return got


def _guessed(known: dict) -> list[str]:
    """Return the addresses of everything in the story, as he might have seen them on a screen."""
    objects = known["objects"]
    family = next(one["path"] for one in objects if one["kind"] == "family")
    invitations = [one["path"] for one in objects if one["kind"] == "invitation"]
    inside = [f"{family}{page}" for page in FAMILY_PAGES]
    around = [f"{path}{page}" for path in invitations for page in ("", "tilanne/", "paata/")]
    return [*(one["path"] for one in objects), *inside, *around]
