# A new wave: last year's answers shown again, and what connects the waves.

last-year-title = Dechrau o'ch atebion cynt
last-year-what = A anfonoch atebion o'r blaen ({ $waves })? Os yw eich wyth gair o'r adeg honno gennych o hyd, teipiwch nhw yma. Caiff eich atebion bryd hynny eu dangos i chi eto fesul un. Nid oes yr un ohonynt yn cyfrif nes i chi wasgu Enter arno.
last-year-how = Chi biau'r geiriau a gawsoch heddiw ar gyfer atebion heddiw. Heb yr hen eiriau, gwasgwch Enter ddwywaith: byddwch yn dechrau heb ddim wedi'i lenwi.
last-year-unnamed = rhediad cynharach
last-year-here = Eich ateb y tro diwethaf: gwasgwch Enter i'w gadw, neu newidiwch ef.
last-year-found = { $count ->
    [one] Cafwyd 1 ateb cynt, i chi ei gadw neu ei newid.
   *[other] Cafwyd { $count } ateb cynt, i chi eu cadw neu eu newid fesul un.
}
last-year-none = Mae'r geiriau'n iawn, ond ni ellir agor atebion yr adeg honno yn y blwch hwn, neu nid oes yr un yn ffitio cwestiynau heddiw. Dechreuwch heb ddim wedi'i lenwi.
last-year-this = Mae'r geiriau hyn yn perthyn i atebion y tro hwn, nid i rai cynt. Mae "Dod yn ôl gyda'm hwyth gair" ar y dudalen gyntaf yn mynd ymlaen â nhw.
last-year-unknown = Mae'r geiriau'n iawn, ond nid yw'r blwch hwn yn dal atebion cynt ar eu cyfer.
last-year-elsewhere = Mae'r geiriau'n iawn, ond nid yw'r blwch hwn yn dal atebion cynt ar eu cyfer. Blychau eraill: { $others }.
last-year-entries = Mae cofnodion y tro diwethaf wedi'u cadw nawr. Gallwch newid neu dynnu pob un o hyd.
last-year-plain-words = Teipiwch wyth gair yr adeg honno, neu gwasgwch Enter i fynd ymlaen hebddynt:
plain-last-year = Eich ateb y tro diwethaf: { $answer }. Gwasgwch Enter i'w gadw, neu rhowch un arall.
link-title = Cysylltu â'ch atebion cynt
link-what = Dewisoch gysylltu eich atebion â'ch wyth gair. Os cymeroch ran o'r blaen, teipiwch eich geiriau bryd hynny. Os na, ewch ymlaen: gellir cysylltu atebion diweddarach â geiriau heddiw.
link-again = Mae eich atebion wedi'u cysylltu drwy eich wyth gair. I'w cadw wedi'u cysylltu â rhai cynt, teipiwch eich geiriau bryd hynny unwaith eto.
link-how = Dim ond y swyddfa ystadegau sy'n gweld bod dwy set o atebion wedi'u cysylltu, ac nid pwy biau nhw.
preview-link = Mae'r swyddfa ystadegau hefyd yn cael marc sy'n cysylltu'r atebion hyn â'ch rhai cynt neu wedyn, gan i chi ddewis hynny. Nid yw'n dweud pwy ydych chi.
link-done = Caiff eich atebion eu cysylltu â rhai'r adeg honno.
button-without = Mynd ymlaen hebddynt
button-keep = Cadw
button-start-from = Dechrau atebion y tro hwn o'r rhain
check-last-year = { $count ->
    [one] Mae 1 ateb o'r tro diwethaf o hyd heb ei gadarnhau. Ni chaiff ei anfon oni bai eich bod yn gwasgu Enter arno.
   *[other] Mae { $count } ateb o'r tro diwethaf o hyd heb eu cadarnhau. Ni chânt eu hanfon oni bai eich bod yn gwasgu Enter ar bob un.
}
form-last-year = Cadwch ateb y tro diwethaf gydag Enter, neu newidiwch ef.
check-last-year-look = Edrych ar y cyntaf ohonynt
check-unconfirmed = Heb ei gadarnhau eto. Y tro diwethaf: { $answer }
own-earlier = Fe'u hanfonwyd mewn rhediad cynharach o'r arolwg hwn ({ $wave }), a gellir eu darllen, eu tynnu'n ôl, neu ddechrau ohonynt.
unsent-not-open = Nid yw'r arolwg yn derbyn atebion heddiw: nid yw wedi agor, neu mae wedi cau.
fill-not-open = Nid yw'r arolwg yn derbyn atebion heddiw, felly ni chadwyd dim.
fill-opens = mae'r arolwg hwn yn agor ar { $day }
fill-opens-next = dewch yn ôl ar y diwrnod hwnnw neu wedyn; ni ddechreuwyd dim
fill-closed = caeodd yr arolwg hwn ar { $day }
fill-closed-next = gellir darllen yr hyn a anfonwyd gennych o'r blaen, a'i dynnu'n ôl, â'ch wyth gair: `tallybox me`
fill-sent-unshown = Anfonwyd eich atebion, ac fe'u cedwir fel yr ymateb { $response }. Ni ellid dangos yr wyth gair sy'n caniatáu eu darllen a'u tynnu'n ôl ({ $why }), ac ni all dim eu dangos eto. Peidiwch â'u hanfon eilwaith: gall sefydliad roi'r ymateb hwn o'r neilltu â `tallybox response annul`.
fill-elsewhere = Cafodd yr atebion hyn eu codi wrth derfynell arall, neu eu tynnu'n ôl. Mae'r sesiwn hon yn gorffen yma.
fill-not-ready = Ni all neb lenwi'r arolwg hwn yma ar hyn o bryd. Rhowch wybod i bwy bynnag sy'n gofalu amdano:

# The development record
diary-title = Eich cofnod datblygu
diary-what = Nodwch yr hyn a wnewch i ddysgu, dros y flwyddyn: cwrs, gwylio cydweithiwr, rhoi cynnig ar rywbeth newydd. Dim ond eich wyth gair sy'n ei agor; nid oes neb arall yn ei weld.
diary-count = { $count ->
    [0] Dim wedi'i nodi eto.
    [one] 1 cofnod, { $hours } awr.
   *[other] { $count } cofnod, { $hours } awr.
}
diary-add = Ychwanegu cofnod
diary-put-back = Rhoi yn ôl yr hyn a dynnwyd
diary-kept = Wedi'i gadw.
diary-failed = Ni ellid ei gadw ar hyn o bryd. Mae'r hyn a deipioch yma o hyd: rhowch gynnig arall arni, neu rhowch wybod i'r person sy'n gofalu am y derfynell hon.
diary-entry-title = Cofnod o'ch datblygiad
diary-day = Pryd?
diary-day-hint = Diwrnod, er enghraifft 21/11/2026.
diary-did = Beth wnaethoch chi?
diary-did-hint = Er enghraifft: cwrs undydd ar brofi cypyrddau mygdarth.
diary-about = Ar gyfer beth?
diary-about-hint = Sgil neu ddymuniad. Gallwch adael hwn yn wag.
diary-hours = Faint o oriau a gymerodd?
diary-hours-hint = Rhif, er enghraifft 2 neu 1.5. Gallwch adael hwn yn wag.
diary-learnt = Beth allwch chi ei wneud nawr?
diary-learnt-hint = Gallwch adael hwn yn wag.
diary-did-missing = Dywedwch beth wnaethoch chi.
diary-hours-wrong = Teipiwch nifer o oriau hyd at 168, er enghraifft 1.5, neu gadewch ef yn wag.
diary-too-long = Defnyddiwch { $most } nod ar y mwyaf.
diary-full = Mae'r cofnod yn llawn: tynnwch rywbeth yn gyntaf.
button-diary = Fy nghofnod datblygu
own-diary = Eich cofnod datblygu: { $count ->
    [one] 1 cofnod, { $hours } awr
   *[other] { $count } cofnod, { $hours } awr
}
diary-plain-choose = Teipiwch add (ychwanegu), change 1 (newid 1), remove 1 (dileu 1), neu gwasgwch Enter i fynd yn ôl:
diary-plain-now = { $label } Nawr: { $now }. Gwasgwch Enter i'w gadw.
own-plain-all = Teipiwch change (newid), record (cofnod), withdraw (tynnu'n ôl), words (geiriau) neu quit (gadael), yna gwasgwch Enter:
own-plain-all-closed = Teipiwch record (cofnod), withdraw (tynnu'n ôl), words (geiriau) neu quit (gadael), yna gwasgwch Enter:
own-plain-all-earlier = Teipiwch start (dechrau), record (cofnod), withdraw (tynnu'n ôl), words (geiriau) neu quit (gadael), yna gwasgwch Enter:
