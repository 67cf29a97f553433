# The words of views, in Welsh; nobody has checked them yet.

view-silence-too-few = Clywyd gan { $heard } o'r { $staff } o bobl ar y rhestr staff, llai nag 80 ym mhob 100. Felly nid oes dim yma'n dweud "un yn unig" na "neb": gall yr hyn nad adroddodd neb amdano fod yno o hyd.
view-silence-no-headcount = Nid oes rhestr staff i ddweud faint na wnaethant ateb. Felly nid oes dim yma'n dweud "un yn unig" na "neb": gall yr hyn nad adroddodd neb amdano fod yno o hyd. Rhowch niferoedd staff i newid hynny.
view-more-responses-than-people = Mae { $responses } o ymatebion a dim ond { $staff } o bobl ar y rhestr staff. Mae rhywun wedi ateb ddwywaith, neu mae'r rhestr yn hen: holwch cyn defnyddio'r ffigurau hyn.
view-not-asked = Nid yw'r arolwg hwn yn gofyn yr hyn sydd ei angen ar yr olwg hon ({ $questions }).

cover-no-needs = Nid oes neb wedi ysgrifennu'r hyn sydd ei angen ar yr adran hon, ac ni enwodd neb sgìl sydd bwysicaf i'w swydd. Felly nid oes dim i'w ddangos yma eto.
cover-starter = Man cychwyn o'r arolwg yw'r hyn sydd ei angen: y sgiliau a enwodd pobl fel y rhai pwysicaf i'w swyddi, gyda chynifer o bobl ag sydd â nhw nawr. Ewch drosto, neu ysgrifennwch eich un eich hun, cyn gweithredu ar y ffigurau hyn.
cover-recency-not-asked = Nid yw'r arolwg hwn yn gofyn pryd y defnyddiwyd sgìl ddiwethaf. Felly mae pawb ar y lefel yn cyfrif, waeth pa mor bell yn ôl.
cover-wishes-not-asked = Nid yw'r arolwg hwn yn gofyn beth mae pobl am ei ddysgu. Felly nid oes neb yn cyfrif fel rhywun ar y ffordd.
cover-contract-ends-not-asked = Nid yw'r arolwg hwn yn gofyn pryd mae contractau'n dod i ben. Felly mae'r gyfradd sylfaenol yn cyfrif i bawb.
cover-cover-counts = Mae deiliaid yn graddio eu hunain ar y lefel neu'n uwch ac wedi defnyddio'r sgìl o fewn 24 mis. Hyfforddwyr yw deiliaid ar lefel 4. Ar y ffordd mae pobl ar lefel 1 neu 2 sydd am ei ddatblygu. Mae sgìl na raddiodd rhywun ar goll, nid yn 0. Hunanraddio yw'r rhain.
cover-risk-counts = Risg yw effaith wedi'i lluosi ag amlygiad, 1 i 25. Effaith yw faint mae'r adran yn dibynnu ar y sgìl. Mae amlygiad yn 5 lle nad oes gan neb y sgìl; 4 lle mae gan un person a neb ar y ffordd; 3 lle mae rhywun ar y ffordd, neu lle mae diwedd contractau hysbys yn gadael un deiliad o fewn 24 mis; 2 lle mae'r cyflenwi'n denau; 1 lle mae'n gadarn; ac 1 yn fwy yr un lle mae'n hysbys nad yw wedi'i ysgrifennu a lle mae'n cymryd dros chwe mis i'w ddysgu, hyd at 5. Coch yw 15 a throsodd, ambr 8 i 14, gwyrdd 7 ac is.
cover-horizon-counts = Y deiliaid disgwyliedig yw rhai heddiw, llai 1 am bawb y daw eu contract i ben cyn y diwrnod yn ôl yr hyn a rannwyd, a llai { $rate } ym mhob 100 y flwyddyn o bawb arall. Gellir newid y gyfradd.
cover-horizon-no-intentions = Nid yw'r hyn a ddywedodd pobl am fod eisiau gadael mewn unrhyw ffigur yma: dim ond y swyddfa ystadegau sy'n ei ddarllen.
cover-demand-counts = Ymhen tair blynedd bydd deiliaid heddiw, llai'r rhai y disgwylir iddynt fynd (diwedd contractau a rannwyd, fel arall { $rate } ym mhob 100 y flwyddyn), a hanner y rhai ar y ffordd. Blaenoriaeth yw pwysigrwydd, wedi'i luosi â dwywaith y bwlch nawr a'r bwlch ymhen tair blynedd, wedi'i luosi â brys: 1 lle mae ei angen o fewn 12 mis, 0.7 o fewn tair blynedd, 0.4 wedyn. Ymhlith rhai cyfartal, yr hyfforddiant hiraf sydd gyntaf.
cover-register-counts = Y ffactor bws yw faint o bobl all ei wneud heb gymorth. Ar gyfer techneg sydd ar y rhestr sgiliau: ei deiliaid ar lefel 3, wedi'i defnyddio o fewn 24 mis. Ar gyfer popeth arall: y bobl a'i henwodd, neu un ohonynt a'r lleill y dywedant y gallant, pa un bynnag yw'r mwyaf; mae "tri neu fwy" yn cyfrif fel tri.
cover-department-released-figures = Nid yw cyfwerth ag amser llawn, oedran na mathau o gontract yma. Rhoddodd pobl nhw i'r swyddfa ystadegau'n unig; daw eu ffigurau gyda chyhoeddiad y brifysgol.
cover-nobody-rated = Ni raddiodd neb yma'r sgìl hwn yn 1 neu'n uwch.

cover-cover = Cyflenwi
cover-people = Pobl
cover-person = Person
cover-person-without-name = Person { $number } (heb enw)
cover-people-without-name = { $count ->
    [one] 1 heb enw
   *[other] { $count } heb enw
}
cover-skill = Sgìl
cover-level = Lefel
cover-need-now = Angen nawr
cover-need-3y = Angen ymhen 3 blynedd
cover-holders = Deiliaid
cover-holders-now = Deiliaid nawr
cover-cover-ratio = Deiliaid o'r angen
cover-trainers = Hyfforddwyr
cover-pipeline = Ar y ffordd
cover-state = Cyflwr
cover-criticality = Pwysigrwydd
cover-why = Angen ar gyfer
cover-priority = Blaenoriaeth
cover-last-used = Defnyddiwyd ddiwethaf
cover-part = Yn cyfrif fel
cover-part-holder = deiliad
cover-part-lapsed = heb ei ddefnyddio ers 24 mis, neu heb ddweud
cover-could-teach = Gallai addysgu
cover-wants = Am ei ddatblygu

cover-state-uncovered = neb
cover-state-single = un yn unig
cover-state-thin = tenau
cover-state-sound = cadarn
cover-state-none-reported = dim un wedi'i adrodd
cover-state-no-other-reported = dim un arall wedi'i adrodd

cover-why-teaching = addysgu
cover-why-research = ymchwil
cover-why-statutory = diogelwch neu'r gyfraith
cover-why-income = incwm
cover-why-estate = ystad

cover-risk-grid = Risg: effaith yn ôl amlygiad
cover-risks = Risgiau
cover-impact = Effaith
cover-exposure = Amlygiad
cover-risk = Risg
cover-rating = Sgôr
cover-risk-red = ▲ coch
cover-risk-amber = ◆ ambr
cover-risk-green = ● gwyrdd
cover-exposure-parts = O beth mae'r amlygiad wedi'i wneud
cover-exposure-cover = O'r cyflenwi
cover-exposure-undocumented = Heb ei ysgrifennu
cover-exposure-training = Dros 6 mis i'w ddysgu
cover-exposure-capped = Wedi'i ddal ar 5

cover-horizon = Deiliaid disgwyliedig
cover-in-1-year = Ymhen 1 flwyddyn
cover-in-3-years = Ymhen 3 blynedd
cover-in-5-years = Ymhen 5 mlynedd
cover-contracts-ending = Contractau hysbys sy'n dod i ben mewn 5 mlynedd

cover-demand = Galw a chyflenwad
cover-gaps = Bylchau
cover-gap-now = Bwlch nawr
cover-gap-3y = Bwlch ymhen 3 blynedd
cover-supply-3y = Cyflenwad ymhen 3 blynedd
cover-supply-parts = O beth mae'r cyflenwad ymhen tair blynedd wedi'i wneud
cover-loss-3y = Disgwylir iddynt fynd mewn 3 blynedd
cover-half-pipeline = Hanner y rhai ar y ffordd
cover-priority-parts = O beth mae'r flaenoriaeth wedi'i gwneud
cover-urgency = Brys
cover-by = Angen erbyn
cover-training-months = Misoedd i'w ddysgu
cover-plan = Cynllun

cover-equipment = Offer, cyfleusterau a chasgliadau
cover-services = Technegau a gwasanaethau
cover-name = Enw
cover-family = Teulu
cover-owner = Cyfrifol
cover-deputy = Dirprwy
cover-users = Pwy sy'n dibynnu arno
cover-documented = Wedi'i ysgrifennu
cover-training-time = Amser i'w ddysgu
cover-felt = Teimlir stop
cover-named-by = Enwyd gan
cover-bus-factor = Ffactor bws
cover-entries = Yr hyn a ddywedodd pobl
cover-unaided = Eraill a all
cover-role = Rhan
cover-due = Oes ar ôl

cover-responses = Ymatebion
cover-staff = Rhestr staff
cover-response = Ymateb
cover-ladder = Pobl fesul cam
cover-first-risks = Y pum risg gyntaf
cover-first-gaps = Y pum bwlch cyntaf
cover-first-wishes = Y pum dymuniad cyntaf
