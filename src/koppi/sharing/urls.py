"""Addresses of sharing: under a family, under all families, a family member's own, and a unit's sector."""

from django.urls import path

from .views import emergencies, family, mine, minors, partners, parts, renewal, restrictions, units

app_name = "sharing"
FAMILY = "perhe/<uuid:pk>/jakaminen/"
urlpatterns = [
    path(FAMILY, family.show, name="index"),
    path(FAMILY, family.show, name="show"),
    path(f"{FAMILY}suostumus/", family.givers, name="givers"),
    path(f"{FAMILY}suostumus/antaja/<uuid:giver>/", family.consent, name="consent"),
    path(f"{FAMILY}suostumus/<uuid:consent>/peru/", family.withdraw, name="withdraw"),
    path(f"{FAMILY}suostumus/<uuid:consent>/ei-luoteta/", family.set_aside, name="set-aside"),
    path(f"{FAMILY}peruste/", family.basis, name="basis"),
    path(f"{FAMILY}peruste/<uuid:basis>/paata/", family.end_basis, name="end-basis"),
    path(f"{FAMILY}viranomainen/", family.find_authority, name="find-authority"),
    path(f"{FAMILY}viranomainen/<uuid:post>/", family.authority, name="authority"),
    path(f"{FAMILY}oikeus/<uuid:ground>/paata/", family.end_ground, name="end-ground"),
    path(f"{FAMILY}oikeus/<uuid:ground>/kerro/", family.tell_authority, name="tell-authority"),
    path(f"{FAMILY}osa/<uuid:record>/", parts.show, name="part"),
    path(f"{FAMILY}osa/<uuid:record>/salaa/", parts.hide, name="hide-part"),
    path(f"{FAMILY}osa/<uuid:record>/nayta/<uuid:hiding>/", parts.unhide, name="unhide-part"),
    path(f"{FAMILY}osa/<uuid:record>/paiva/", parts.delay, name="delay-part"),
    path(f"{FAMILY}rajaus/", restrictions.new, name="restrict"),
    path(f"{FAMILY}rajaus/<uuid:restriction>/", restrictions.one, name="restriction"),
    path(f"{FAMILY}rajaus/<uuid:restriction>/vahvista/", restrictions.confirm, name="confirm"),
    path(f"{FAMILY}rajaus/<uuid:restriction>/poista/", restrictions.lift, name="lift"),
    path(f"{FAMILY}rajaus/<uuid:restriction>/paikka/", restrictions.clear, name="clear"),
    path(f"{FAMILY}rajaus/<uuid:restriction>/paikka/pois/", restrictions.unclear, name="unclear"),
    path(f"{FAMILY}kielto/", minors.prohibit, name="prohibit"),
    path(f"{FAMILY}kielto/<uuid:prohibition>/", minors.review, name="review-prohibition"),
    path(f"{FAMILY}ymmartaminen/", minors.judge, name="capacity"),
    path("kumppanit/<uuid:post>/sitoumus/paata/", partners.end_pledge, name="end-pledge"),
    path("perheet/uusi-suostumus/", renewal.renew, name="renew"),
    path("perheet/hataavaus/", emergencies.open_family, name="emergency"),
    path("perheet/hataavaus/<uuid:pk>/", emergencies.open_family, name="emergency-of"),
    path("perheet/tarkistettavat/", emergencies.reviews, name="reviews"),
    path("perheet/tarkistettavat/<uuid:pk>/", emergencies.review, name="review-emergency"),
    path("perheet/tarkistettavat/<uuid:pk>/kerro/", emergencies.tell, name="tell"),
    path("ammattilaiset/hallinta/yksikko/<uuid:pk>/muuta/", units.edit_unit, name="edit-unit"),
    path("omat-tiedot/jakaminen/suostumus/", mine.consent, name="my-consent"),
    path("omat-tiedot/jakaminen/suostumus/<uuid:pk>/peru/", mine.withdraw, name="my-withdraw"),
    path("omat-tiedot/jakaminen/kielto/", mine.prohibit, name="my-prohibition"),
    path("omat-tiedot/jakaminen/kielto/<uuid:pk>/peru/", mine.end_prohibition, name="end-prohibition"),
]
