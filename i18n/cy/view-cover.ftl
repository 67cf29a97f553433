# The words of views, in Welsh; nobody has checked them yet.

view-silence-too-few = Clywyd gan { $heard } o'r { $staff } o bobl ar y rhestr staff, llai nag 80 ym mhob 100. Felly nid oes dim yma'n dweud "un yn unig" na "neb": gall yr hyn nad adroddodd neb amdano fod yno o hyd.
view-silence-crowded = Daeth mwy o ymatebion nag sydd o bobl ar y rhestr staff, felly ni all neb ddweud pwy a glywyd. Felly nid oes dim yma yn dweud "sengl" na "heb ei gwmpasu": gall yr hyn na soniodd neb amdano fod yno o hyd. Yn gyntaf, canfyddwch pwy atebodd ddwywaith neu pwy sydd ar goll o'r rhestr.
view-silence-no-headcount = Ni roddwyd nifer y bobl ar y rhestr staff, felly ni all neb ddweud faint na wnaethant ateb. Felly nid oes dim yma'n dweud "un yn unig" na "neb": gall yr hyn nad adroddodd neb amdano fod yno o hyd. Rhowch y nifer o dan "Yr hyn sydd ei angen ar yr adran" i newid hynny.
view-not-asked = Nid yw'r arolwg hwn yn gofyn yr hyn sydd ei angen ar yr olwg hon ({ $questions }).

view-cover-no-needs = Nid oes neb wedi ysgrifennu'r hyn sydd ei angen ar yr adran hon, ac ni enwodd neb sgìl sydd bwysicaf i'w swydd. Felly nid oes dim i'w ddangos yma eto.
view-cover-starter = Man cychwyn o'r arolwg yw'r hyn sydd ei angen: y sgiliau a enwodd pobl fel y rhai pwysicaf i'w swyddi, gyda chynifer o bobl ag sydd â nhw nawr, ac un lle nad oes neb. Ewch drosto, neu ysgrifennwch eich un eich hun, cyn gweithredu ar y ffigurau hyn.
view-cover-drawn-some = { $drawn ->
    [one] Daeth un o'r anghenion hyn o'r arolwg: cynifer o bobl ag sydd â'r sgìl nawr, ac un lle nad oes neb. Mae ei linell yn dweud hynny. Dywedwch faint sydd eu hangen cyn gweithredu ar ei ffigurau.
   *[other] Daeth { $drawn } o'r anghenion hyn o'r arolwg: cynifer o bobl ag sydd â'r sgìl nawr, ac un lle nad oes neb. Mae eu llinellau yn dweud hynny. Dywedwch faint sydd eu hangen cyn gweithredu ar eu ffigurau.
}
view-cover-drawn = Daeth yr hyn sydd ei angen o'r sgìl hwn o'r arolwg, ac nid oes neb wedi mynd drosto: mae'n aros yma. Eich gair chi ydyw, ac aiff i fyny, ar ôl i chi newid faint sydd eu hangen nawr ac ymhen tair blynedd, neu dynnu ei linell starter o'r ffeil.
view-cover-recency-not-asked = Nid yw'r arolwg hwn yn gofyn pryd y defnyddiwyd sgìl ddiwethaf. Felly mae pawb ar y lefel yn cyfrif, waeth pa mor bell yn ôl.
view-cover-wishes-not-asked = Nid yw'r arolwg hwn yn gofyn beth mae pobl am ei ddysgu. Felly nid oes neb yn cyfrif fel rhywun ar y ffordd.
view-cover-contract-ends-not-asked = Nid yw'r arolwg hwn yn gofyn pryd mae contractau'n dod i ben. Felly mae'r gyfradd sylfaenol yn cyfrif i bawb.
view-cover-cover-counts = Mae deiliaid yn graddio eu hunain ar y lefel neu'n uwch ac wedi defnyddio'r sgìl o fewn 24 mis. Hyfforddwyr yw deiliaid ar lefel 4. Ar y ffordd mae pobl ar lefel 1 neu 2 sydd am ei ddatblygu. Mae pobl ar y lefel a'i defnyddiodd yn gynharach, neu na ddywedodd pryd, yn cyfrif fel rhai heb ei ddefnyddio'n ddiweddar: gall cwrs gloywi fod yn ddigon iddynt. Mae sgìl na raddiodd rhywun ar goll, nid yn 0. Hunanraddio yw'r rhain.
view-cover-risk-counts = Risg yw effaith wedi'i lluosi ag amlygiad, 1 i 25. Effaith yw faint mae'r adran yn dibynnu ar y sgìl. Mae amlygiad yn 5 lle nad oes gan neb y sgìl; 4 lle mae gan un person a neb ar y ffordd; 3 lle mae rhywun ar y ffordd, neu lle mae diwedd contractau hysbys yn gadael un deiliad o fewn 24 mis; 2 lle mae'r cyflenwi'n denau; 1 lle mae'n gadarn; ac 1 yn fwy yr un lle mae'n hysbys nad yw wedi'i ysgrifennu a lle mae'n cymryd dros chwe mis i'w ddysgu, hyd at 5. Coch yw 15 a throsodd, ambr 8 i 14, gwyrdd 7 ac is.
view-cover-horizon-counts = Y deiliaid disgwyliedig yw rhai heddiw, llai 1 am bawb y daw eu contract i ben cyn y diwrnod yn ôl yr hyn a rannwyd, a llai { $rate } ym mhob 100 y flwyddyn o bawb arall. Gellir newid y gyfradd.
view-cover-horizon-no-intentions = Nid yw'r hyn a ddywedodd pobl am fod eisiau gadael mewn unrhyw ffigur yma: dim ond y swyddfa ystadegau sy'n ei ddarllen.
view-cover-demand-counts = Ymhen tair blynedd bydd deiliaid heddiw, llai'r rhai y disgwylir iddynt fynd (diwedd contractau a rannwyd, fel arall { $rate } ym mhob 100 y flwyddyn), a hanner y rhai ar y ffordd. Blaenoriaeth yw pwysigrwydd, wedi'i luosi â dwywaith y bwlch nawr a'r bwlch ymhen tair blynedd, wedi'i luosi â brys: 1 lle mae ei angen o fewn 12 mis, 0.7 o fewn tair blynedd, 0.4 wedyn. Ymhlith rhai cyfartal, yr hyfforddiant hiraf sydd gyntaf.
view-cover-register-counts = Y ffactor bws yw faint o bobl all ei wneud heb gymorth. Ar gyfer techneg sydd ar y rhestr sgiliau: ei deiliaid ar lefel 3, wedi'i defnyddio o fewn 24 mis. Ar gyfer popeth arall: y bobl a'i henwodd, neu un ohonynt a'r lleill y dywedant y gallant, pa un bynnag yw'r mwyaf; mae "tri neu fwy" yn cyfrif fel tri.
view-cover-department-released-figures = Nid yw cyfwerth ag amser llawn, oedran na mathau o gontract yma. Rhoddodd pobl nhw i'r swyddfa ystadegau'n unig; daw eu ffigurau gyda chyhoeddiad y brifysgol.
view-cover-nobody-rated = Ni raddiodd neb yma'r sgìl hwn yn 1 neu'n uwch.

view-cover-cover = Cyflenwi
view-cover-people = Pobl
view-cover-person = Person
view-cover-person-without-name = Person { $number } (heb enw)
view-cover-people-without-name = { $count ->
    [one] 1 heb enw
   *[other] { $count } heb enw
}
view-cover-skill = Sgìl
view-cover-level = Lefel
view-cover-need-now = Angen nawr
view-cover-need-3y = Angen ymhen 3 blynedd
view-cover-holders = Deiliaid
view-cover-holders-now = Deiliaid nawr
view-cover-cover-ratio = Deiliaid o'r angen
view-cover-lapsed = Heb ei ddefnyddio'n ddiweddar
view-cover-trainers = Hyfforddwyr
view-cover-pipeline = Ar y ffordd
view-cover-state = Cyflwr
view-cover-criticality = Pwysigrwydd
view-cover-why = Angen ar gyfer
view-cover-priority = Blaenoriaeth
view-cover-last-used = Defnyddiwyd ddiwethaf
view-cover-part = Yn cyfrif fel
view-cover-part-holder = deiliad
view-cover-part-lapsed = heb ei ddefnyddio ers 24 mis, neu heb ddweud
view-cover-could-teach = Gallai addysgu
view-cover-wants = Am ei ddatblygu

view-cover-state-uncovered = neb
view-cover-state-single = un yn unig
view-cover-state-thin = tenau
view-cover-state-sound = cadarn
view-cover-state-none-reported = dim un wedi'i adrodd
view-cover-state-no-other-reported = dim ond un yn hysbys

view-cover-why-teaching = addysgu
view-cover-why-research = ymchwil
view-cover-why-statutory = diogelwch neu'r gyfraith
view-cover-why-income = incwm
view-cover-why-estate = ystad

view-cover-risk-grid = Risg: effaith yn ôl amlygiad
view-cover-risks = Risgiau
view-cover-impact = Effaith
view-cover-exposure = Amlygiad
view-cover-risk = Risg
view-cover-rating = Sgôr
view-cover-risk-red = ▲ coch
view-cover-risk-amber = ◆ ambr
view-cover-risk-green = ● gwyrdd
view-cover-exposure-parts = O beth mae'r amlygiad wedi'i wneud (pwyntiau)
view-cover-exposure-cover = O'r cyflenwi
view-cover-exposure-undocumented = Heb ei ysgrifennu
view-cover-exposure-training = Dros 6 mis i'w ddysgu
view-cover-exposure-capped = Wedi'i dorri i 5, y mwyaf sydd

view-cover-horizon = Deiliaid disgwyliedig
view-cover-in-1-year = Ymhen 1 flwyddyn
view-cover-in-3-years = Ymhen 3 blynedd
view-cover-in-5-years = Ymhen 5 mlynedd
view-cover-contracts-ending = Contractau hysbys sy'n dod i ben mewn 5 mlynedd

view-cover-demand = Galw a chyflenwad
view-cover-gaps = Bylchau
view-cover-gap-now = Bwlch nawr
view-cover-gap-3y = Bwlch ymhen 3 blynedd
view-cover-supply-3y = Cyflenwad ymhen 3 blynedd
view-cover-supply-parts = O beth mae'r cyflenwad ymhen tair blynedd wedi'i wneud
view-cover-loss-3y = Disgwylir iddynt fynd mewn 3 blynedd
view-cover-half-pipeline = Hanner y rhai ar y ffordd
view-cover-priority-parts = O beth mae'r flaenoriaeth wedi'i gwneud
view-cover-urgency = Brys
view-cover-by = Angen erbyn
view-cover-training-months = Misoedd i'w ddysgu
view-cover-plan = Cynllun

view-cover-equipment = Offer, cyfleusterau a chasgliadau
view-cover-services = Technegau a gwasanaethau
view-cover-name = Enw
view-cover-family = Teulu
view-cover-owner = Cyfrifol
view-cover-deputy = Dirprwy
view-cover-users = Pwy sy'n dibynnu arno
view-cover-documented = Wedi'i ysgrifennu
view-cover-training-time = Amser i'w ddysgu
view-cover-felt = Teimlir stop
view-cover-named-by = Enwyd gan
view-cover-bus-factor = Ffactor bws
view-cover-entries = Yr hyn a ddywedodd pobl
view-cover-unaided = Eraill a all
view-cover-role = Rhan
view-cover-due = Oes ar ôl

view-cover-responses = Ymatebion
view-cover-staff = Pobl ar y rhestr staff
view-cover-response = Cyfradd ymateb
view-cover-ladder = Pobl fesul cam
view-cover-first-risks = Y pum risg gyntaf
view-cover-first-gaps = Y pum bwlch cyntaf
view-cover-first-wishes = Y pum dymuniad cyntaf

view-upwards-rule = I'w anfon i fyny: dim nifer o bobl. Mae sgìl yn darllen "llai na { $few } yn hysbys" neu "{ $few } neu ragor yn hysbys", fel y byddai proffil yr arolwg yn ei ddangos. Mae pwy a faint ydynt, a'r hyn y gellid ei gyfrifo ohono (bwlch, amlygiad, gradd, blaenoriaeth, ffactor bws), yn aros gydag arweinydd yr adran. Mae offer a gwasanaethau a enwyd gan lai na { $few } o bobl yn aros yno yn gyfan, gan mai'r bobl hynny a deipiodd yr enwau.
view-upwards-too-few = I'w anfon i fyny: atebodd rhy ychydig o bobl yma i ddweud dim am faint sy'n gwybod sgìl; gallai fod yn un person. Gall yr hyn sydd ei angen fynd i fyny er hynny.
view-upwards-few = llai na { $few } yn hysbys
view-upwards-enough = { $few } neu ragor yn hysbys
view-upwards-drawn = Daeth rhai anghenion o'r arolwg, ac nid yw'r arweinydd wedi mynd drostynt eto. Maent yn aros gyda'r arweinydd.
view-upwards-no-needs = Nid yw'r adran wedi ysgrifennu eto beth sydd ei angen arni, felly nid oes sgìl yma.
view-upwards-grid = Sgiliau yn ôl effaith ac yn ôl faint y gwyddys eu bod yn eu meddu
