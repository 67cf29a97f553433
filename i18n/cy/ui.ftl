# Geiriau'r sgriniau. Cymraeg clir, brawddegau byr. Heb ei wirio eto gan gyfieithydd.

language-name = Cymraeg
language-which = Pa iaith yr hoffech ei defnyddio?

saved = Wedi cadw
not-saved = HEB EI GADW
sample-notice = HYSBYSIAD ENGHREIFFTIOL
still-saving = Yn cadw. Cedwir yr hyn a deipiwch.
optional = Gallwch adael hwn yn wag.
or = neu
error = Gwall: { $what }
warning = Gwiriwch hyn: { $what } Pwyswch Enter eto i'w gadw.
say-what = Beth yn union:

window-too-small = Gwnewch y ffenestr hon yn fwy: { $columns } colofn a { $rows } llinell neu ragor. Mae eich atebion yn cael eu cadw.

more-below = { $below ->
    [one] 1 llinell arall isod
   *[other] { $below } llinell arall isod
}
more-above = { $above ->
    [one] 1 llinell uchod
   *[other] { $above } llinell uchod
}
more-both = { $above } uchod, { $below } isod
more-below-short = { $below } isod
more-above-short = { $above } uchod
more-below-least = v { $below }
more-above-least = ^ { $above }

# Botymau
button-continue = Parhau
button-back = Yn ôl
button-read = Rwyf wedi darllen hwn
button-send = Anfon fy atebion
button-leave = Cadw a gadael
button-retry = Rhoi cynnig arall
button-finish = Gorffen
button-words = Dangos fy wyth gair
button-rest = Ateb y gweddill drosof
button-quit = Gadael
button-anew = Dechrau ymateb newydd

# Bysellau
key-choose = dewis
key-rate = ateb
key-place = rhoi'r lle hwnnw
key-yes-no = ie neu na
key-move = symud
key-row = rhes
key-line = llinell
key-results = at y canlyniadau
key-column = colofn
key-change-remove = newid neu dynnu
key-sideways = symud i'r ochr
key-toggle = ticio
key-leave-text = ymlaen
key-new-line = llinell newydd
key-open = agor
key-pick = dewis
key-press = pwyso
key-continue = parhau
key-next-part = rhan nesaf
key-previous-part = rhan flaenorol
key-more = darllen ymlaen
key-pages = tudalen, cyntaf, olaf
key-clear = clirio
key-remove = tynnu
key-editing = golygu: dileu, gair yn ôl, gair ymlaen
key-back = yn ôl
key-help = cymorth
key-sections = adrannau
key-language = iaith
key-words = wyth gair
key-rest = ateb y gweddill
key-check = gwirio atebion
key-undo = dadwneud
key-leave = gadael
key-redraw = ail-lunio'r sgrin

# Dechrau
start-fill = Llenwi'r arolwg
start-come-back = Dod yn ôl gyda'm hwyth gair
start-summary = Crynodebau adrannau
start-look-round = Edrych o gwmpas gydag atebion ffug
start-about = Am yr arolwg hwn a'r rhaglen hon
start-minutes = Mae'n cymryd { $least } i { $most } munud. Gallwch stopio unrhyw bryd a dod yn ôl gydag wyth gair.
start-nothing-sent = Ni chaiff dim ei anfon nes i chi ddewis "Anfon fy atebion" ar y diwedd.
start-demo = Arddangosiad yw hwn: mae pob ateb arall ynddo yn ffug. I gael blas mewn dwy funud, atebwch gwestiwn neu ddau, yna pwyswch F7 ac atebir y gweddill drosoch. Yna agorwch y crynodebau: maent yn dangos eich atebion eich hun.
start-bare = Nid yw'r peiriant hwn wedi'i osod i dderbyn atebion eto: nid oes ganddo allweddi, neu nid oes ganddo flwch. Gallwch edrych o gwmpas gydag atebion ffug. Mae'r sawl sy'n cadw'r peiriant hwn yn ei osod â `tallybox init`, `tallybox keys new` a `tallybox box init`.
start-desk = Mae'r cyfrifiadur hwn yn darllen atebion a gyfunwyd ynddo; nid yw'n derbyn rhai ei hun.
start-box = Enw'r blwch hwn yw "{ $name }".
start-opens = Mae'r arolwg yn agor ar { $day }.
start-closed = Caeodd yr arolwg ar { $day }.

# Am y rhaglen
about-title = Am y rhaglen hon
about-what = Mae Tallybox yn holi arolwg mewn terfynell. Nid oes gwefan na chyfrif.
about-sealed = Caiff eich atebion eu selio cyn eu storio. Nid oes gan y peiriant hwn allwedd i'w hagor. Dim ond y bobl a enwir gyda phob cwestiwn all wneud hynny.
about-words = Cewch wyth gair. Nhw yw'r allwedd i'ch atebion eich hun. Gyda nhw gallwch stopio, dod yn ôl, newid eich atebion neu eu tynnu'n ôl.
about-box = Enw'r blwch hwn yw "{ $name }". Mae eich wyth gair yn gweithio yma, ac ar bob terfynell sydd gan y blwch hwn.
about-keys = Mae'r saethau, Tab, Enter a Space yn ddigon ar gyfer popeth. Mae'r llinell olaf bob amser yn dangos pa fysellau sy'n gweithio. Mae F1 yn dangos pob un.
about-contact = Cwestiynau? { $who }

# Hysbysiad
notice-title = Sut y defnyddir eich atebion
notice-sample = HYSBYSIAD ENGHREIFFTIOL: nid oes neb wedi cymeradwyo'r testun hwn eto. Peidiwch ag ateb gyda manylion go iawn.
notice-none = Nid oes hysbysiad eto.
notice-leaving = Os ewch yn ôl nawr, ni chaiff dim ei storio.

# Yr wyth gair
words-title = Eich wyth gair
words-write-down = Ysgrifennwch yr wyth gair hyn, yn y drefn hon.
words-digits = Yr un peth fel digidau: { $digits }
words-box = Maent yn perthyn i'r blwch o'r enw "{ $name }".
words-why = Gyda nhw gallwch stopio a dod yn ôl, a newid eich atebion wedyn. Ni all neb chwilio amdanynt ar eich rhan.
words-again = Mae F6 yn eu dangos eto tra byddwch yn llenwi'r arolwg.

# Llenwi
undo-done = Cafodd y newid olaf ei ddadwneud.
undo-nothing = Nid oes dim i'w ddadwneud.
rest-done = Atebwyd y gweddill drosoch gydag atebion ffug.
save-failed-stay = Nid oedd modd cadw eich atebion, felly nid ydych wedi gadael. Maent yma o hyd. Rhowch gynnig arall arni.
welcome-back = Croeso'n ôl. Mae eich atebion fel y'u gadawsoch.

choose-full = { $max ->
    [one] Gallwch ddewis 1. Tynnwch hwnnw yn gyntaf i ddewis un arall.
   *[other] Gallwch ddewis { $max }. Tynnwch un yn gyntaf i ddewis un arall.
}
example-date = Diwrnod, mis a blwyddyn, er enghraifft 27 3 2027
example-month = Mis a blwyddyn, er enghraifft 3 2027
example-integer = Rhif cyfan
example-decimal = Rhif, er enghraifft 0.5
text-left = { $count ->
    [one] 1 nod ar ôl
   *[other] { $count } nod ar ôl
}
text-over = { $count ->
    [one] 1 nod yn ormod
   *[other] { $count } nod yn ormod
}
row-number = Rhowch rif ar gyfer "{ $row }", neu gadewch ef yn wag
row-whole-number = Rhowch rif cyfan ar gyfer "{ $row }", neu gadewch ef yn wag
total-left = Cyfanswm { $sum } o { $total }. { $left } ar ôl i'w rannu.
total-done = Cyfanswm { $sum } o { $total }. Dyna'r cyfan.
total-over = Cyfanswm { $sum } o { $total }. Tynnwch { $left }.
grid-close = Rwyf wedi gorffen "{ $group }"
grid-nothing-yet = Pwyswch y saeth dde neu ddigid i ateb y rhes hon.
search-label = Chwilio:
search-all = Teipiwch ran o enw. Mae { $all } i ddewis ohonynt.
search-none = Nid oes dim yn cyfateb. Rhowch gynnig ar lai o lythrennau, neu air arall.
search-spelling = Dim cyfatebiad union. { $count ->
    [one] 1 sillafiad tebyg:
   *[other] { $count } sillafiad tebyg:
}
search-found = { $count ->
    [one] 1 o { $all } yn cyfateb
   *[other] { $count } o { $all } yn cyfateb
}
search-chosen = Eich dewis: { $what }
cards-count = { $count ->
    [0] Nid ydych wedi ychwanegu dim eto.
    [one] Rydych wedi ychwanegu 1.
   *[other] Rydych wedi ychwanegu { $count }.
}
cards-add = Ychwanegu un arall
cards-add-first = Ychwanegu'r un cyntaf
cards-none = Nid oes gennyf ddim i'w ychwanegu
cards-change = Newid
cards-remove = Tynnu
cards-removed = Tynnwyd "{ $name }". Mae Ctrl+Z yn ei roi'n ôl.
cards-entry = Cofnod { $number }

# Pwy sy'n darllen ateb
readers-you = Darllenir gan: chi yn unig, gyda'ch wyth gair.
readers-always = Darllenir gan: chi, { $who }.
readers-allowed = Darllenir gan: chi. Os caniatewch, hefyd { $who }.
readers-also = Os caniatewch, hefyd { $who }.
reader-department = pennaeth eich adran
reader-institution = swyddfa'r arolwg
reader-statistics = y swyddfa ystadegau

# Rhestr adrannau
sections-title = Eich arolwg
sections-done = { $done } o { $all } adran wedi'u cwblhau. Gallwch eu gwneud mewn unrhyw drefn.
sections-check = Gwirio eich atebion a'u hanfon
status-not-started = Heb ddechrau eto
status-in-progress = Ar waith, { $answered } o { $asked } wedi'u hateb
status-completed = Wedi'i chwblhau
status-not-asked = Ni ofynnir hon, o ystyried eich atebion eraill
section-not-asked = Ni ofynnir dim yn yr adran hon, o ystyried eich atebion eraill.

# Gwirio eich atebion
check-title = Gwirio eich atebion
check-ready = Pwyswch Enter ar linell i newid yr ateb hwnnw. Mae Tab yn mynd at "Anfon fy atebion".
check-problems = Mae problem: { $count ->
    [one] mae angen eich sylw ar 1 ateb
   *[other] mae angen eich sylw ar { $count } ateb
}

# Derbynneb
receipt-title = Atebion wedi'u hanfon
receipt-sent = Cafodd eich atebion eu selio a'u hanfon ar { $day }.
receipt-number = Rhif eich derbynneb yw
receipt-what = Mae'n dangos bod eich atebion yn y cofnod cyhoeddedig. Nid yw'n dangos beth oedd eich atebion.
receipt-change = Gyda'ch wyth gair gallwch weld eich atebion eto, eu newid neu eu tynnu'n ôl. Dyma'r tro olaf y cânt eu dangos yma.

# Gadael
leave-title = Gadael
leave-what = Beth hoffech chi ei wneud â'ch atebion?
leave-keep = Eu cadw dan sêl, a gadael. Dof yn ôl gyda'm hwyth gair
leave-words = Dangos fy wyth gair yn gyntaf
leave-go-on = Parhau â'r arolwg
leave-discard = Eu taflu, a gadael
discard-title = Taflu eich atebion?
discard-what = Ni all dim eu hadfer, ac nid oes neb arall wedi'u gweld.
discard-no = Na, mynd yn ôl
discard-yes = Ie, eu taflu

# Dod yn ôl
come-back-title = Dod yn ôl gyda'ch wyth gair
come-back-type = Teipiwch eich wyth gair.
come-back-how = Mae pedair llythyren o bob gair yn ddigon. Llythrennau bach neu fawr, mewn unrhyw drefn ar y dudalen. Mae'r 27 digid yn gweithio hefyd.
come-back-digits = { $count } o 27 digid
come-back-lost = Rwyf wedi colli fy ngeiriau
code-count = { $count ->
    [0] Mae 27 digid mewn cod. Gwiriwch y rhai a deipiwyd
    [one] 1 gair a deipiwyd. Mae wyth
   *[other] { $count } gair a deipiwyd. Mae wyth
}
code-unknown = Nid yw gair { $place }, "{ $typed }", yn un o'n geiriau ni. Gwiriwch y sillafu
code-unknown-near = Nid yw gair { $place }, "{ $typed }", yn un o'n geiriau ni. Ai { $near } oedd gennych?
code-check = Nid yw'r geiriau hyn yn ffitio gyda'i gilydd. Mae llithriad yn un ohonynt, neu mae dau wedi newid lle. Gwiriwch nhw yn erbyn eich nodyn
code-not-here = Mae'r geiriau'n gywir, ond nid oes gan "{ $name }" atebion ar eu cyfer. Mae enw'r blwch sydd â nhw wrth ymyl eich geiriau, lle nodoch chi nhw: dewch yn ôl yno
code-not-here-others = Mae'r geiriau'n gywir, ond nid oes gan "{ $name }" atebion ar eu cyfer. Mae enw'r blwch sydd â nhw wrth ymyl eich geiriau, lle nodoch chi nhw. Blychau eraill: { $others }
draft-unreadable = Dechreuwyd eich drafft gyda fersiwn arall o'r arolwg ac ni ellir ei ddangos yma. Mae wedi'i storio o hyd
store-unreadable = Ni ellir darllen y blwch ar hyn o bryd. Mae eich atebion ynddo o hyd. Dywedwch wrth y sawl sy'n gofalu am y derfynell hon

# Colli'r geiriau
lost-title = Rwyf wedi colli fy ngeiriau
lost-draft = Beth sy'n cael ei golli: atebion nas anfonwyd. Maent wedi'u selio â'ch geiriau. Ni all neb eu hagor.
lost-sent = Beth sy'n aros: atebion a anfonwyd. Gall y bobl a enwir gyda phob cwestiwn eu darllen o hyd.
lost-nobody = Ni all neb chwilio am y geiriau, gan nad ydynt wedi'u storio yn unman.
lost-anew = Gallwch ddechrau ymateb newydd. Mae'n dweud ei fod yn cymryd lle un cynharach. Yna bydd swyddfa arolygon y brifysgol yn rhoi'r un cynharach o'r neilltu.

# Parhau mewn man arall
elsewhere-title = Yn parhau wrth derfynell arall
elsewhere-what = Rhoddwyd eich wyth gair wrth derfynell arall. Mae'r arolwg yn parhau yno, ac wedi stopio yma.
elsewhere-nothing-lost = Mae popeth a gadwyd yno.

# Heb ei anfon
unsent-title = Ni anfonwyd eich atebion
unsent-full = Gwall: mae'r blwch yn llawn, felly nid oedd modd storio eich atebion.
unsent-store = Gwall: ni ellir ysgrifennu i'r blwch, felly nid oedd modd storio eich atebion.
unsent-keys = Gwall: mae allwedd ar goll, felly nid oedd modd selio eich atebion i bawb a ddylai eu darllen.
unsent-here = Mae eich atebion yma o hyd, ar y sgrin hon. Nid oes dim wedi'i golli. Gallwch roi cynnig arall arni.
unsent-ask = Os yw'n parhau, dywedwch wrth y sawl sy'n gofalu am y derfynell hon.

# Cymorth
help-title = Cymorth
help-keys = Bysellau sy'n gweithio yma
help-no-why = Nid oes esboniad pellach o'r cwestiwn hwn.

# The journey
progress-left = { $left ->
    [0] Popeth wedi'i ateb
    [one] 1 cwestiwn ar ôl, tua { $minutes } mun
   *[other] { $left } cwestiwn ar ôl, tua { $minutes } mun
}
progress-left-mid = { $left ->
    [0] Popeth wedi'i ateb
    [one] 1 cwestiwn ar ôl, { $minutes } mun
   *[other] { $left } cwestiwn ar ôl, { $minutes } mun
}
progress-left-short = { $left ->
    [0] Popeth wedi'i ateb
   *[other] { $left } ar ôl, { $minutes } mun
}
key-redo = ei wneud eto
key-copy = copïo
cards-copy = Copïo
cards-moved = Rhif { $place } ydyw nawr.
cards-copied = Copïwyd "{ $name }". Newidiwch yr hyn sy'n wahanol.
redo-done = Gwnaed y newid eto.
redo-nothing = Does dim i'w wneud eto.
button-enough = Anfon yr hyn sydd gennyf
button-one-sitting = Byddaf yn gorffen ar un eisteddiad
ask-back-title = Ydych chi wedi'u hysgrifennu?
ask-back-what = Teipiwch y ddau air hyn o'ch nodyn. Unwaith yn unig y gofynnir hyn.
ask-back-word = Gair { $place }:
ask-back-how = Mae pedair llythyren yn ddigon. Mae F6 yn dangos yr wyth gair eto. Os byddwch yn gorffen heddiw heb saib, dewiswch "Byddaf yn gorffen ar un eisteddiad".
ask-back-wrong = Gwall: nid dyna air { $place }. Edrychwch ar eich nodyn, neu pwyswch F6 i weld y geiriau
ask-back-right = Cywir. Cadwch eich nodyn.
small-title = Mae eich adran yn fach
small-what = Mae llai na { $minimum } o bobl yn eich adran.
small-figures = Nid yw ffigurau cyhoeddedig byth yn ei dangos ar ei phen ei hun. Maent yn ei chyfrif gyda'r uned y mae'n perthyn iddi.
small-lead = Lle mae cwestiwn yn dweud bod pennaeth eich adran yn darllen yr ateb, gallai ddyfalu pwy a'i rhoddodd. Mae pob cwestiwn yn dweud pwy sy'n ei ddarllen.
small-blank = Cewch adael yn wag yr hyn na fynnech ei ddweud, lle bynnag y mae cwestiwn yn caniatáu.
check-preview = Gweld beth fydd pob darllenydd yn ei gael, air am air
check-enough = { $count ->
    [one] Anfon dim ond yr hyn sydd gennyf. Bydd 1 cwestiwn yn dweud "heb ei gyrraedd"
   *[other] Anfon dim ond yr hyn sydd gennyf. Bydd { $count } cwestiwn yn dweud "heb ei gyrraedd"
}
check-stopped = { $count ->
    [one] Rydych yn anfon yr hyn sydd gennych. Bydd 1 cwestiwn na ddaethoch ato yn dweud "heb ei gyrraedd".
   *[other] Rydych yn anfon yr hyn sydd gennych. Bydd { $count } cwestiwn na ddaethoch atynt yn dweud "heb ei gyrraedd".
}
check-go-on = Parhau i ateb yn lle hynny
preview-title = Pwy fydd yn darllen beth
preview-what = Dyma beth fydd pob darllenydd yn ei gael, air am air. Nid oes dim wedi'i anfon eto.
preview-reader = I { $who }:
preview-nothing = Dim byd.
preview-withheld = Wedi'i ddal yn ôl: ni wnaethoch ei ganiatáu.
preview-nothing-else = Heblaw hyn caiff pob darllenydd y mis, a'r swyddfa ystadegau yr iaith yr ateboch ynddi. Nid yw'r rhaglen hon yn ychwanegu enw nac amser o'r dydd. Caiff yr hyn a ysgrifennoch eich hun ei drosglwyddo fel yr ysgrifennoch ef.
leave-check = Gwirio fy atebion a'u hanfon
pane-sections = Adrannau
pane-not-started = heb ddechrau
pane-in-progress = { $answered } o { $asked }
pane-completed = wedi'i chwblhau
pane-not-asked = heb ei gofyn
pane-keys = Mae F2 yn mynd i unrhyw adran. Mae F6 yn dangos eich wyth gair. Mae F9 yn gwirio eich atebion.
