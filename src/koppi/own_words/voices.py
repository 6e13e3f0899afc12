"""A short voice note, kept as it came; told by its first bytes, never by its name. Pure."""

_STARTS = ((b"\x1aE\xdf\xa3", 0, "audio/webm"), (b"OggS", 0, "audio/ogg"), (b"ftyp", 4, "audio/mp4"))
# Where telephones write the place a recording was made.
_PLACES = (b"\xa9xyz", b"loci", b"com.apple.quicktime.location")


class NotAVoice(ValueError):
    """The file is no recording of the kinds browsers make."""


class TellsPlace(ValueError):
    """The recording carries the place where it was made."""


def kind_of(recording: bytes) -> str:
    """Return the type to serve a recording as.

    :raises NotAVoice: it is of no known kind.
    :raises TellsPlace: it tells where it was made; as it is kept as it came, it is not taken.
    """
    kinds = [kind for mark, start, kind in _STARTS if recording[start : start + len(mark)] == mark]
    if not kinds:
        raise NotAVoice("not webm, ogg or mp4")
    if any(mark in recording for mark in _PLACES):
        raise TellsPlace("place")
    return kinds[0]
