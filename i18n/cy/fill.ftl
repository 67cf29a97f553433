# Geiriau llenwi fesul llinell, a'r hyn y mae'r blwch yn ei wrthod.

fill-begin = I ddechrau, pwyswch Enter. I barhau ag atebion a gadwyd gennych, teipiwch eich wyth gair, yna pwyswch Enter:
fill-count = { $count ->
    [one] Teipioch chi 1 gair. Mae gan god wyth gair, neu 27 digid.
   *[other] Teipioch chi { $count } gair. Mae gan god wyth gair, neu 27 digid.
}
fill-unknown-word = Nid yw gair { $place }, "{ $typed }", yn un o'n geiriau ni. { $near ->
    [none] Gwiriwch ei sillafu.
   *[other] Ai hwn oedd gennych: { $near }?
}
fill-check = Mae'r wyth gair yn rhai ni, ond mae un ohonynt yn wall teipio. Gwiriwch bob gair yn erbyn eich nodyn.
fill-not-here = Mae'r geiriau hyn yn gywir eu ffurf, ond nid yw'r blwch hwn yn eu hadnabod. { $others ->
    [none] Os dechreuoch chi ar derfynell arall, ewch ymlaen yno: mae ei henw wrth ymyl eich geiriau, lle nodoch chi nhw.
   *[other] Os dechreuoch chi ar derfynell arall, ewch ymlaen yno: mae ei henw wrth ymyl eich geiriau, lle nodoch chi nhw. Blychau eraill: { $others }.
}

fill-unreadable = Ni ellir agor yr hyn a gadwyd o dan y geiriau hyn. Dechreuwch o'r newydd, neu gofynnwch i'r sawl sy'n rhedeg yr arolwg hwn.
fill-full = Mae disg y peiriant hwn yn llawn, felly ni storiwyd dim. Mae eich atebion yma o hyd: dywedwch wrth y sawl sy'n rhedeg yr arolwg, yna rhowch gynnig arall arni.
fill-store = Ni allai'r peiriant hwn ei storio. Mae eich atebion yma o hyd: rhowch gynnig arall arni, neu dywedwch wrth y sawl sy'n rhedeg yr arolwg.
fill-seal = Ni ellid selio eich atebion i bawb a ddylai allu eu darllen, felly ni storiwyd dim. Dywedwch wrth y sawl sy'n rhedeg yr arolwg; mae eich atebion yma o hyd.
fill-dumb = { $term } yw TERM
fill-no-terminal = nid oes terfynell
