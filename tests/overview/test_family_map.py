"""The map may be asked to draw anything people can write down: it stays readable."""

import re
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from koppi.overview.family_grid import CELL, folded, short
from koppi.overview.family_map import draw
from koppi.overview.family_rows import House, Kin, Tie, generations

# How long one example takes depends on who else uses the machine.
calm = settings(deadline=None)


KINDS = (
    "PARENT", "CONTACT_PARENT", "FOSTER_PARENT", "STEP_PARENT", "PARTNER", "EX_PARTNER", "SIBLING",
    "GRANDPARENT", "EXPECTING", "SUPPORT_PERSON", "FRIEND", "OTHER_NEAR",
)  # fmt: skip


@st.composite
def families(draw_one):
    count = draw_one(st.integers(1, 12))
    keys = [f"p{n}" for n in range(count)]
    kin = [
        Kin(key, draw_one(st.sampled_from(["Emma, 9 v", "Maria-Margareeta, 103 v", "Bo"])), "lisätieto",
            is_child=draw_one(st.booleans()), is_near=draw_one(st.booleans()), is_centre=key == "p0")
        for key in keys
    ]  # fmt: skip
    someone = st.sampled_from(keys)
    tie = st.builds(
        Tie, someone, someone, st.sampled_from(KINDS), st.booleans(), st.sampled_from(["", "eronneet 5/2025"])
    )
    ties = draw_one(st.lists(tie, max_size=24))
    resident = st.tuples(someone, st.sampled_from(["", "joka toinen viikonloppu"]))
    homes = draw_one(st.lists(st.lists(resident, max_size=8), max_size=4))
    houses = [House(f"h{n}", f"Koti {n}", tuple(dict(people).items())) for n, people in enumerate(homes)]
    return kin, ties, houses


def cells(drawing):
    """The rectangle each person takes with their name."""
    return [(s.x - CELL / 2 + 1, s.y - s.r - 9, s.x + CELL / 2 - 1, s.y + s.r + 50) for s in drawing.spots]


def overlap(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def strokes(path):
    """The straight pieces of a path."""
    x = y = 0.0
    for letter, numbers in re.findall(r"([MHVLQ])([^MHVLQ]*)", path):
        values = [float(number) for number in numbers.replace(",", " ").split()]
        if letter == "M":
            x, y = values
            continue
        there = {"H": (values[0], y), "V": (x, values[0])}.get(letter, tuple(values[-2:]))
        yield (x, y), there
        x, y = there


def distance(point, start, end):
    (px, py), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = 0 if not length else max(0, min(1, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return ((px - ax - along * (bx - ax)) ** 2 + (py - ay - along * (by - ay)) ** 2) ** 0.5


@calm
@given(families())
def test_everybody_stands_on_the_map_once_and_nobody_on_top_of_another(family):
    kin, ties, houses = family
    drawing = draw(kin, ties, houses)
    assert sorted(spot.kin.key for spot in drawing.spots) == sorted(one.key for one in kin)
    assert not any(overlap(a, b) for a, b in combinations(cells(drawing), 2))


@calm
@given(families())
def test_everything_stays_inside_the_picture(family):
    drawing = draw(*family)
    for left, top, right, bottom in cells(drawing):
        assert left >= 0
        assert top >= 0
        assert right <= drawing.width
        assert bottom <= drawing.height
    for line in drawing.lines:
        for start, end in strokes(line.path):
            assert 0 <= min(start[0], end[0]) <= max(start[0], end[0]) <= drawing.width
            assert 0 <= min(start[1], end[1]) <= max(start[1], end[1]) <= drawing.height


@calm
@given(families())
def test_a_home_holds_those_who_live_in_it_and_nobody_else(family):
    drawing = draw(*family)
    unborn = {tie.other for tie in family[1] if tie.kind == "EXPECTING"}
    boxes = [(box.x, box.y, box.x + box.width, box.y + box.height) for box in drawing.boxes]
    assert not any(overlap(a, b) for a, b in combinations(boxes, 2))
    for box, edges in zip(drawing.boxes, boxes, strict=True):
        inside = {
            spot.kin.key
            for spot, cell in zip(drawing.spots, cells(drawing), strict=True)
            if overlap(cell, edges)
        }
        assert inside <= {key for key, _part in box.house.residents} | unborn


@calm
@given(families())
def test_no_line_crosses_a_face(family):
    drawing = draw(*family)
    for line in drawing.lines:
        for start, end in strokes(line.path):
            for spot in drawing.spots:
                assert line.kind == "slash" or distance((spot.x, spot.y), start, end) >= spot.r - 0.5


@calm
@given(families())
def test_the_same_family_is_drawn_the_same_way_every_time(family):
    assert draw(*family) == draw(*family)


LAINE = [
    Kin("emma", "Emma, 9 v", "3. luokka", is_child=True, is_centre=True),
    Kin("onni", "Onni, 4 v", "päiväkodissa", is_child=True),
    Kin("sanna", "Sanna", "äiti"),
    Kin("mikko", "Mikko", "isä"),
    Kin("raija", "Raija", "mummo", is_near=True),
]
LAINE_TIES = [
    Tie("sanna", "emma", "PARENT"), Tie("sanna", "onni", "PARENT"), Tie("mikko", "emma", "CONTACT_PARENT"),
    Tie("mikko", "onni", "CONTACT_PARENT"), Tie("sanna", "mikko", "EX_PARTNER", words="eronneet 5/2025"),
    Tie("raija", "sanna", "PARENT"), Tie("raija", "emma", "GRANDPARENT"), Tie("emma", "onni", "SIBLING"),
]  # fmt: skip
STAYS = "joka toinen viikonloppu"
LAINE_HOMES = [
    House("a", "Koti Kivilahdessa", (("sanna", ""), ("emma", ""), ("onni", ""))),
    House("b", "Koti Ruovikossa", (("mikko", ""), ("emma", STAYS), ("onni", STAYS))),
]


def test_two_homes_stand_side_by_side_with_the_children_in_the_one_they_mostly_live_in():
    drawing = draw(LAINE, LAINE_TIES, LAINE_HOMES)
    x = {spot.kin.key: spot.x for spot in drawing.spots}
    y = {spot.kin.key: spot.y for spot in drawing.spots}
    assert x["raija"] < x["sanna"] < x["mikko"]
    assert x["emma"] < x["onni"] < x["mikko"]
    assert y["raija"] == y["sanna"] == y["mikko"] < y["emma"] == y["onni"]
    assert [box.is_apart for box in drawing.boxes] == [False, True]


def test_separation_is_said_in_words_and_regular_stays_too():
    drawing = draw(LAINE, LAINE_TIES, LAINE_HOMES)
    words = {line for label in drawing.labels for line in label.lines}
    assert words == {"eronneet", "5/2025", "joka toinen", "viikonloppu"}
    assert sum(line.kind == "contact" for line in drawing.lines) == 1


def test_three_generations_take_three_rows():
    kin = [
        *(Kin(f"g{n}", "Mummo") for n in range(4)), Kin("a", "Äiti"), Kin("b", "Isä"),
        Kin("c", "Lapsi", is_child=True, is_centre=True), Kin("u", "Vauva", is_child=True),
    ]  # fmt: skip
    ties = [
        *(Tie(elder, "a", "PARENT") for elder in ("g0", "g1")),
        *(Tie(elder, "b", "PARENT") for elder in ("g2", "g3")),
        *(Tie(parent, "c", "PARENT") for parent in ("a", "b")),
        Tie("a", "b", "PARTNER"), Tie("a", "u", "EXPECTING"),
    ]  # fmt: skip
    rows = {spot.kin.key: spot.row for spot in draw(kin, ties, []).spots}
    assert rows["g0"] == rows["g3"] == 0
    assert rows["a"] == rows["b"] == 1
    assert rows["c"] == rows["u"] == 2


def test_grandparents_stand_above_the_home_of_their_own_child_and_outside_it():
    kin = [*LAINE, Kin("erkki", "Erkki"), Kin("seija", "Seija")]
    ties = [*LAINE_TIES, Tie("erkki", "sanna", "PARENT"), Tie("seija", "mikko", "PARENT")]
    drawing = draw(kin, ties, LAINE_HOMES)
    spots = {spot.kin.key: spot for spot in drawing.spots}
    homes = {box.house.key: box for box in drawing.boxes}
    assert spots["raija"].column == spots["erkki"].column == spots["sanna"].column
    assert spots["seija"].column == spots["mikko"].column
    assert spots["seija"].y < homes["b"].y < spots["mikko"].y


def test_an_unborn_child_is_drawn_where_the_one_who_expects_it_lives():
    kin = [*LAINE, Kin("vauva", "Vauva", is_child=True)]
    drawing = draw(kin, [*LAINE_TIES, Tie("sanna", "vauva", "EXPECTING")], LAINE_HOMES)
    columns = {spot.kin.key: spot.column for spot in drawing.spots}
    assert columns["vauva"] == columns["sanna"]


def test_one_grandparent_stands_beside_the_parents():
    assert generations(LAINE, LAINE_TIES)["raija"] == 1


def test_a_foster_home_is_drawn_with_its_own_line():
    kin = [Kin("c", "Lapsi", is_child=True, is_centre=True), Kin("f", "Sijaisäiti"), Kin("m", "Äiti")]
    ties = [Tie("f", "c", "FOSTER_PARENT"), Tie("m", "c", "PARENT")]
    homes = [
        House("1", "Sijaiskoti", (("c", ""), ("f", ""))),
        House("2", "Koti", (("m", ""), ("c", "lauantaisin"))),
    ]
    kinds = {line.kind for line in draw(kin, ties, homes).lines}
    assert kinds == {"foster", "parent", "contact"}


def test_a_child_alone_is_a_map_too():
    drawing = draw([Kin("c", "Lapsi", is_child=True, is_centre=True)], [], [])
    assert len(drawing.spots) == 1
    assert drawing.lines == ()


def test_what_does_not_fit_is_cut_with_a_mark():
    assert short("Maria-Margareeta, 103 v", 13) == "Maria-Margar…"
    assert short("Emma, 9 v", 13) == "Emma, 9 v"
    assert folded("lapset isällä joka toinen viikonloppu", 22) == ("lapset isällä joka", "toinen viikonloppu")
    assert folded("", 10) == ()
