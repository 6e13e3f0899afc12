"""Names people are called by, beside the names that stand in registers. Data only, folded letters."""

# One line is one circle: whoever is looked up by one name of it may be written by another.
_CIRCLES = """
aleksanteri aleksi ale santeri sasha alexander alex sandra aleksandra
anna anni annu anneli annika anu anja ann anne
antti antero anders andreas antton
charlotta lotta lotte charlotte
daniel dani
eeva eevi eve eva
eetu edvard eetvartti
elina ella elli ellu
elisabet elisa liisa lissu elsa elise lisa lisbeth betty
emilia emma emmi milla emily
erik eerik erkki eki eric
eveliina eve iina
fredrik fredi rikka
fredrika riikka
gustav kustaa gosta kusti
hannes johannes hannu hans johan juhani juho jussi jukka janne jan jani jonne johnny
heikki henrik henri henkka henry heke
helena lena leena hely
ilona ilo
jaakko jaska jakob jaakob jacob
jari jare
jarmo jartsa
joonas jonas jontte
joosef jooseppi josef seppo jose
kaarina karin kaija kaisa kati katja carina
kaarle kaarlo kalle karl carl
kari kartsa
katariina katri kati katja kaisa kata kajsa katarina trina
kirsi kirsti kristiina kristina stina tiina kiia christina kicki
kristian kriisu risto christian
lars lasse lauri lassi laura
leevi levi
magdaleena leena malla malin
margareta marketta maarit reetta maggan greta kreetta marjatta
maria mari marja maija mia maikki marika mariia mary
marianne jannika
markku marko markus markkus mark
martta martina tiina
matti matias mathias matts mats masa matthias
mikael mikko miika mika michael mike miko
niilo nils nisse nikolai niko niklas
oliver olli ollie
olavi olli olof olle ola uolevi
paavo pauli pate paavali paul pal
pekka pietari petri petteri peter per pelle pekko petrus pete
pirkko birgitta pirjo piritta riitta britta
reijo rei
roope robert robban roopertti
samuel sami samu samuli
sari sara saara
susanna sanna sanni susanne susa
tapani tapio staffan stefan
teemu timo timoteus
tero terho
tomi tommi tuomas thomas tuomo tom
tuula tuulikki
vilhelm ville vili william wilhelm veli
vilhelmiina miina minna vilma mina
yrjo georg jorma jyrki yrjana jori
"""


def _circle_of() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _CIRCLES.strip().splitlines():
        names = set(line.split())
        for name in names:
            found.setdefault(name, set()).update(names)
    return {name: frozenset(others) for name, others in found.items()}


CIRCLE_OF = _circle_of()
