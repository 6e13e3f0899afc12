"""The parts that word pairs are made of: any beginning goes with any end, and no pair frightens anybody.

Written for this purpose: things of nature, home and play only. A beginning and an end make one word, two
such words and four digits make what an asker keeps.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


BEGINNINGS: dict[str, tuple[str, ...]] = {
    "fi": _words(
        """
        aamu aurinko halla helmi herne hiekka hopea hunaja huurre ilta jalo joki joulu juhla jyvä
        järvi kaarna kaisla kanerva kangas karpalo kastanja kaura kello kerho kesä kevät kide
        kirsikka kivi koivu korpi koski kuisti kulta kumpu kuu kuura lahti lakka laine lampi latva
        lehti lehto leppä leuto lumi lumme luoto maito manteli marja meri metsä minttu muru neilikka
        neva niemi niitty norkko nurmi ohra oja olki omena onni orvokki paju pelto perho pihka pilvi
        pisara puro puu pähkinä ranta raita ratas retki riihi ruis ruusu saari sade salmi sammal
        sara savi seppä sini suo suvi syksy sysmä taika taivas talvi tammi tuisku tuomi tuuli tähti
        tyrni usva utu vaahtera vanamo vehnä vesi villa vuono vuori ruska routa
        """
    ),
    "sv": _words(
        """
        afton alm apel april ask backe barr berg björk blom blå blåbär bok bris bruk bäck dagg dal
        dimma dröm ek fjord fjäll flod fors frost fågel fält färg glas glitter gran gryning gräs
        guld gård hagel hall hallon hassel hav havre hed himmel honung humla hägg höst is jord jul
        juni kaffe kanel kaprifol klipp klöver kors korn kvarn kväll lek lilje lin lind ljung ljus
        lund lykt lönn maj malva mandel mars mint moln morgon moss måne mynt natt näck nöt olv park
        pil plommon poppel päron ros råg rönn salvia sand segel silke silver skogs sky sländ slån
        smultron snö socker sol sommar sten stjärn strand ström sund säv söder tall tass timjan torp
        trädgård tuv vass vatten vete vide vik vind vinter vår äng äppel ö
        """
    ),
    "en": _words(
        """
        acorn alder almond amber apple april aspen autumn barley basil bay beach berry birch blossom
        blue bough bramble breeze brook butter candle cedar cherry chestnut cinder clay cliff cloud
        clover cocoa copper coral cotton creek crystal daisy dawn dew drift dune dusk elm ember fern
        field fir flax flint forest frost garden ginger glade glen gold grain grove harbour hazel
        heath heather hedge hill holly honey ivory ivy jasmine june juniper lake lantern lark
        lavender leaf lemon lilac lily lime linen maple march marble marsh mead meadow mint misty
        moon moor morning moss nectar noon nutmeg oak oat ocean olive opal orchard paper peach pearl
        pebble pepper pine plum pond poplar quartz quiet rain reed ridge river rose rowan rye sage
        sand sea silk silver sky snow spring spruce star stone summer sun thyme tide velvet violet
        water wheat willow winter wool
        """
    ),
}

ENDS: dict[str, tuple[str, ...]] = {
    "fi": _words(
        """
        aitta airo alli allas ankkuri appelsiini arkku astia auto avain banaani haapana hanhi hattu
        haukka hauki helikopteri hevonen hiiri hillo hirvi huilu huivi hylje ikkuna ilves joutsen
        juna jänis kaappi kahvi kala kalenteri kameli kana kannel kannu kanto karhu karkki kartta
        katto keksi kello kenkä kettu kiikari kirja kissa kitara koira kolibri kori kotka kranssi
        kruunu kuikka kukka kulho kuppi kurki kuusi kynttilä kypärä käpy lamppu lapanen lautanen
        laiva leijona leipä leppäkerttu liitu lintu lippu lokki lusikka lyhty lyijykynä majakka
        majava makasiini mansikka matto mekko muki mustikka myssy mylly nalle norsu noppa nuotio
        nuppu olkalaukku orava paita pallo pannu papukaija peili peippo perhonen piano piippo pipo
        pisara polku pöllö pöytä porkkana poro portti posti puisto pulla pulu purje puuro pyörä
        rastas ratti reki reppu riippu ruusu saapas sateenvarjo seepra silta siili sohva solmu sorsa
        suklaa sukka susi sydän tammi tarha teltta tiainen tiikeri tikka torni torvi tuoli tyyny
        tukki vaunu vene viiri viitta viulu vohveli västäräkki äyriäinen
        """
    ),
    "sv": _words(
        """
        anka apelsin badboll balja ballong banan bi bil björn blad blomma boll bok bord bro brygga
        bulle bälte bänk båt cykel dagbok delfin docka dörr ekorre elefant fana fasan fisk fiol
        fjäril fjäder flöjt flotte fyr fåtölj giraff gitarr glass groda grind gryta gunga gås harpa
        hare hatt hjort hjul hoppa huva häst hök igelkott järv kaka kamel kanin kanna kappa karta
        katt kikare klocka knapp knut kopp korg krans krona krita kråka kudde kulle kvast lampa lax
        ledstjärna lejon linjal ljus lykta lärka matta mes mugg mus mössa nalle nyckel näbb ost
        papegoja park penna piano planta port räv ratt ren ring robot rosett ryggsäck saft sadel
        segel skål sked sko skepp skjorta slott slända soffa spegel spis stege stig stol stork
        strumpa svala svan säck säl tavla tiger torn trana trappa trast trumma tub tunna tåg tält
        uggla vagn vante vas vers våffla vinge väska örn
        """
    ),
    "en": _words(
        """
        anchor arrow badger ball balloon banjo barn basket beaver bell bench bird biscuit boat
        bonnet book boot bottle bowl box bread bridge broom bucket bunny bus button cabin cake camel
        camp candle canoe cap card carrot cart castle cat chair chalk clock coat coin colt comb
        cookie cot cradle crane crown cup curtain deer desk dolphin door dove dragon drum duck eagle
        falcon feather fiddle finch flag flute fox frog gate giraffe glove goat goose guitar hare
        harp hat hawk hedgehog hen heron horn horse house igloo island jacket jar kettle key kite
        kitten ladder lamb lamp lantern lark leaf lighthouse lion lizard lynx magpie map marble
        mitten mole moose mouse muffin mug nest oar otter owl paddle panda path pear pencil penguin
        piano pillow pony pot puffin puppy quilt rabbit raft raven ring robin rocket sail salmon
        scarf seal ship shoe sled sock sofa spoon squirrel stool stork swan swing table tent tiger
        toast tower train trumpet turtle vase violin wagon wheel whistle window wren yarn zebra
        """
    ),
}
