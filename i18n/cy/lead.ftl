# Desg arweinydd yr adran: o ffeil allwedd i'r ffigurau, y golygon, yr anghenion a'r allforion.

lead-demo = Demo: atebion wedi'u dyfeisio
lead-waiting-title = Un eiliad
lead-failed-title = Ni weithiodd hynny
lead-help-title = Y bysellau sy'n gweithio yma
lead-help-end = Pwyswch unrhyw fysell i fynd yn ôl.
lead-step = Cam { $number } o 3
lead-more = (mwy isod)
lead-looking = Wrthi'n edrych ar y ffeiliau.
lead-unlocking = Wrthi'n agor yr allwedd. Mae'n cymryd ychydig eiliadau, o fwriad: mae'n rhwystro lladron rhag dyfalu.
lead-making = Wrthi'n gwneud y ffigurau.
lead-writing = Wrthi'n ysgrifennu'r ffeil.
lead-merging = Wrthi'n derbyn yr ymatebion wedi'u selio
lead-opening = Wrthi'n agor yr ymatebion

lead-who-title = Pwy ydych chi?
lead-who-intro = Yn y demo hwn cewch fod yn unrhyw un o'r bobl hyn. Dim ond yr hyn y mae eu hallwedd yn ei agor y gall pob un ei weld.
lead-who-head = Pennaeth { $department }
lead-who-head-sees = Mae'n agor atebion yr adran hon yn unig: ffigurau union, a'r hyn y dewisodd pob person ei rannu.
lead-who-statistics = Y swyddfa ystadegau
lead-who-statistics-sees = Mae'n agor rhan ystadegol pob adran: ffigurau wedi'u talgrynnu, adrannau bach wedi'u hychwanegu at eu cyfadran.

lead-key-title = Eich allwedd
lead-key-intro = Pa un o'r rhain yw eich ffeil allwedd? Mae Up a Down yn symud, Enter yn dewis.
lead-key-none = Ni chafwyd hyd i ffeil allwedd wrth ymyl y rhaglen, yn Downloads nac ar yriant.
lead-key-none-what = Gwnaed eich ffeil allwedd pan osodwyd allweddi'r arolwg, ac mae ei henw yn aml yn gorffen â .key. Cysylltwch y gyriant y mae arno ac agorwch y dudalen hon eto, neu pwyswch Enter a rhowch ei llwybr: llusgwch y ffeil i'r ffenestr hon.
lead-key-path-intro = Ble mae'r ffeil allwedd? Llusgwch hi i'r ffenestr hon, neu teipiwch neu gludwch ei llwybr.
lead-key-exposed = Gallai eraill sy'n defnyddio'r cyfrifiadur hwn ddarllen y ffeil allwedd hon.
lead-key-exposed-what = Felly y caiff ffeiliau eu lawrlwytho yn aml. A gaiff Tallybox wneud y ffeil yn ddarllenadwy i chi yn unig? Pwyswch y am caiff, n am na chaiff.
lead-key-is-open = Mae eich allwedd ar agor: { $whose }.
lead-key-unknown = eich allwedd
lead-whose-department = allwedd yr adran { $department }
lead-whose-institution = un o allweddi'r sefydliad
lead-whose-statistics = allwedd y swyddfa ystadegau
lead-whose-protected = y tu ôl i gyfrinymadrodd; bydd yn dangos eiddo pwy ydyw ar ôl ei hagor
lead-whose-absent = heb ei henwi, felly nid yw'n agor dim o'r ffeiliau hyn. Pwyswch Esc a dewiswch eich ffeil allwedd eich hun a ffeiliau eich sefydliad eich hun; os gwnaethoch, gofynnwch i geidwaid allweddi'r sefydliad am becyn diweddarach
lead-whose-unknown = bydd yn dangos eiddo pwy ydyw ar ôl dewis y blychau

lead-passphrase-title = Cyfrinymadrodd
lead-passphrase-intro = Mae'r ffeil allwedd { $file } y tu ôl i gyfrinymadrodd. Teipiwch ef a phwyswch Enter.
lead-passphrase = Cyfrinymadrodd
lead-passphrase-hidden = Ni ddangosir dim o'r hyn a deipiwch. Mae'r marc yn symud gyda phob bysell, i chi weld bod bysellau'n cyrraedd.
lead-passphrase-capitals = Dim ond priflythrennau hyd yn hyn: a yw Caps Lock ymlaen?
lead-passphrase-wrong = Nid dyna gyfrinymadrodd y ffeil hon. Nid oes dim wedi'i gloi na'i golli: teipiwch ef unwaith eto, yn araf. Neu pwyswch F2.
lead-forgotten-title = Mae'r cyfrinymadrodd wedi'i anghofio
lead-forgotten-safe = Nid oes dim wedi'i golli. Mae'r ymatebion wedi'u selio yn aros fel y maent, a gall ceidwaid allweddi'r sefydliad eu hagor o hyd.
lead-forgotten-whom = A wnaethoch argraffu taflen eich allwedd a'i chloi i ffwrdd? Mae'n rhoi'r allwedd yn ôl heb y cyfrinymadrodd. Heb daflen, gofynnwch i geidwaid allweddi'r sefydliad: y bobl a gymharodd eich pedwar gair â chi ac a anfonodd y pecyn atoch. Byddant yn gadael i allwedd newydd o'ch eiddo agor yr ymatebion.
lead-forgotten-meanwhile = Tan hynny gallant wneud adroddiad eich adran i chi.
lead-forgotten-nobody = Ni all neb ddarllen y cyfrinymadrodd o'r ffeil, nid y sefydliad na gwneuthurwyr y rhaglen hon. Dyna sy'n diogelu'r atebion.

lead-boxes-title = Yr ymatebion
lead-boxes-intro = Cafwyd hyd i'r bwndeli hyn o ymatebion wedi'u selio. Mae Enter yn derbyn popeth sydd â marc.
lead-boxes-more = { $count ->
    [one] Mae { $count } ymateb neu nodyn ar y cyfrifiadur hwn eisoes. Mae Enter yn derbyn yr hyn sydd â marc hefyd.
   *[other] Mae { $count } o ymatebion a nodiadau ar y cyfrifiadur hwn eisoes. Mae Enter yn derbyn yr hyn sydd â marc hefyd.
}
lead-boxes-here = { $count ->
    [one] Mae { $count } ymateb neu nodyn ar y cyfrifiadur hwn eisoes, ac ni chafwyd hyd i ddim newydd. Mae Enter yn ei agor; mae a yn ychwanegu ffeil.
   *[other] Mae { $count } o ymatebion a nodiadau ar y cyfrifiadur hwn eisoes, ac ni chafwyd hyd i ddim newydd. Mae Enter yn eu hagor; mae a yn ychwanegu ffeil.
}
lead-boxes-none = Ni chafwyd hyd i becyn na bwndel wrth ymyl y rhaglen, yn Downloads nac ar yriant. Mae'r sefydliad yn anfon pecyn atoch, ffeil sy'n gorffen â .pack; mae ffeil blwch ei hun yn gorffen â .bundle. Pwyswch a a rhowch ei llwybr, neu lwybr y ffolder y mae ynddi. Dylai pwy na anfonwyd un ato ofyn i geidwaid allweddi'r sefydliad am un.
lead-boxes-none-still = Nid oes dim i'w agor eto. Pwyswch a a rhowch lwybr y pecyn neu'r bwndel, neu'r ffolder y mae ynddi; gallwch ei llusgo i'r ffenestr hon.
lead-box-enrolled = hysbys yma
lead-box-new = newydd: cymherir ei eiriau yn gyntaf
lead-box-records = { $count ->
    [one] { $count } cofnod
   *[other] { $count } o gofnodion
}
lead-path-intro = Ble mae'r bwndel, neu'r ffolder o fwndeli? Llusgwch ef i'r ffenestr hon, neu teipiwch neu gludwch ei lwybr.
lead-path = Llwybr

lead-compare-bar = Ai hwn yw'r un go iawn?
lead-compare-number = { $number } o { $all }
lead-compare-title = Y blwch { $box }
lead-compare-intro = Gofynnwch i geidwad y blwch hwn am y geiriau ar sgrin y blwch ei hun. Peidiwch â'u cymryd o'r neges a ddaeth â'r ffeil: byddai pwy bynnag a ffugiodd y naill wedi ffugio'r llall.
lead-compare-keys-title = Allweddi eich sefydliad
lead-compare-keys-intro = Mae'r ffeiliau'n dweud pwy gaiff agor yr ymatebion. Gofynnwch i geidwaid allweddi'r sefydliad am y geiriau hyn dros y ffôn, neu cymharwch nhw â phapur a roesant i chi. Peidiwch â'u cymryd o'r neges a ddaeth â'r ffeiliau: byddai pwy bynnag a ffugiodd y naill wedi ffugio'r llall.
lead-compare-keys-about = Set allweddi { $epoch }, llofnodwyd ar { $day }.
    Ynddi, eich allwedd chi yw { $whose }.
lead-compare-question = A yw'r geiriau yr un fath? Pwyswch y am ydynt, n am nac ydynt.
lead-foreign-title = Felly nid agorir dim, ac mae hynny'n iawn.
lead-foreign = Gall y ffeiliau hyn ddod o sefydliad arall neu oddi wrth ffugiwr. Ni dderbyniwyd dim ohonynt. Dywedwch wrth geidwaid allweddi'r sefydliad pa ffeil oedd hi ac o ble y daeth. Pwyswch Esc i fynd yn ôl a dewis eraill.

lead-keep-title = Cadw copi?
lead-keep-intro = A gaiff copïau wedi'u selio o'r ymatebion aros ar y cyfrifiadur hwn at y tro nesaf? Ni ellir eu darllen heb eich allwedd. Ni ysgrifennir dim a agorwyd i'r ddisg byth.
lead-keep-here = Cadw copïau wedi'u selio
lead-keep-not = Cadw dim
lead-keep-here-what = Fe'u cedwir yn { $folder }. Cedwir yno hefyd yr hyn a ysgrifennwch am anghenion eich adran.
lead-keep-not-what = Mae popeth yn mynd pan adewch. Mae nifer y bobl ar y rhestr staff ac anghenion eich adran yn cyfrif yn y sesiwn hon, ac rydych yn eu teipio eto y tro nesaf. Cymherir geiriau'r allweddi a'r blychau eto hefyd.

lead-watch-title = Agor
lead-watch-note = Ni ysgrifennir dim ond y copïau wedi'u selio. Nid yw cofnod wedi'i ddifrodi yn atal dim: cewch wybod amdano wedyn.
lead-stopping = Wrthi'n stopio.
lead-told-title = Cyn y ffigurau
lead-told-intro = Mae'r ffigurau'n barod. Nid yw hyn ynddynt, neu dylid edrych arno:

lead-menu-title = Beth hoffech ei weld?
lead-questions = Pob cwestiwn, fesul un
lead-not-here-line = { $view } (nid yma: { $why })
lead-not-here-statistical-short = swyddfa ystadegau
lead-not-here-operational-short = arweinydd yr adran
lead-not-here-yet-short = nid yn y fersiwn hon
lead-not-here-statistical = Drwy'r drws ystadegol yn unig y darllenir y golwg hwn, gan y gallai ddatgelu unigolion. Y swyddfa ystadegau sy'n ei wneud, wedi'i ddiogelu, ac mae'n eich cyrraedd fel datganiad. Gofynnwch iddynt amdano.
lead-not-here-operational = Mae'r golwg hwn yn union ac yn ymwneud â phobl yr adran ei hun. Dim ond arweinydd yr adran a'r sefydliad sy'n ei agor.
lead-not-here-yet = Ni ellir gwneud y golwg hwn yma yn y fersiwn hon.
lead-order-name = Yn nhrefn eu henwau. Mae s yn mynd yn ôl at y drefn arferol.
lead-departments-title = Adrannau
lead-departments-only = Mae eich allwedd yn agor un adran. Mae allweddi'r sefydliad yn agor pob un.

lead-door-operational = Union, peidiwch â'i rannu.
lead-door-statistical = Wedi'i ddiogelu.
lead-base = { $responses ->
    [one] { $responses } ymateb, staff anhysbys
   *[other] { $responses } o ymatebion, staff anhysbys
}
lead-base-of = { $responses } o { $staff } o staff ({ $rate } %)
lead-base-crowded = { $responses } ymateb, { $staff } staff: mae un yn anghywir
lead-base-withheld = nifer yr ymatebion wedi'i atal
lead-about-line = { $door } { $base }. { $day }, proffil { $profile }
lead-about-short = { $door } { $base }. { $day }, { $profile }
lead-filter = Dim ond llinellau â: { $filter }
lead-no-rows = Dim i'w restru.
lead-no-rows-found = Nid oes gan unrhyw linell y geiriau hyn.
lead-more-columns = { $count ->
    [one] { $count } golofn arall: Left a Right
   *[other] { $count } o golofnau eraill: Left a Right
}
lead-legend-risk = !! yw gweithredwch, ! cadwch lygad, ok mewn trefn, - dim yma
lead-legend-levels = Cysgod, o'r lleiaf i'r mwyaf: ··, ░░, ▒▒, ██. Y rhif yw'r ffigur.
lead-legend-levels-ascii = Cysgod, o'r lleiaf i'r mwyaf: .. :: ++ ##. Y rhif yw'r ffigur.

lead-question-of = Cwestiwn { $number } o { $all }
lead-filter-questions = Dim ond cwestiynau gyda: { $filter }
lead-order-most = Y mwyaf o bobl yn gyntaf. Mae s yn didoli yn ôl enw.
lead-order-by-name = Yn nhrefn eu henwau. Mae s yn mynd yn ôl i drefn yr holiadur.
lead-own = mae eich ateb chi yn un o'r rhain
lead-left-out = { $count ->
    [one] gadawyd allan { $count } ateb na roddodd neb
   *[other] gadawyd allan { $count } o atebion na roddodd neb
}
lead-find = Chwilio
lead-find-none = Nid oes gan unrhyw gwestiwn y geiriau hyn.

lead-export-title = Mynd ag ef adref
lead-export-purpose = Ar gyfer beth?
lead-purpose-upwards-report = I'w anfon i fyny: yr adroddiad
lead-purpose-upwards-report-what = Yr hyn sydd mewn perygl, yr hyn sydd ar goll, offer a gwasanaethau, mewn un ffeil. Dim byd am bobl: mae enwau, unigolion a'r hyn sydd y tu ôl i linell yn aros yma.
lead-purpose-upwards-page = I'w hanfon i fyny: y dudalen hon
lead-purpose-upwards-page-what = Gwasanaethau, risgiau a bylchau, nid pobl. Mae enwau, unigolion a'r hyn sydd y tu ôl i linell yn aros yma.
lead-purpose-own-page = I mi a'm dirprwyon: y dudalen hon
lead-purpose-own-page-what = Union, fel ar y sgrin. Mae enw'r ffeil yn dechrau ag EXACT a'i llinell gyntaf yn dweud pwy gaiff ei darllen.
lead-purpose-own-report = I mi a'm dirprwyon: yr adroddiad cyfan
lead-purpose-own-report-what = Pob tudalen o'r adran hon mewn un ffeil, yn union. Mae enw'r ffeil yn dechrau ag EXACT a'i llinell gyntaf yn dweud pwy gaiff ei darllen.
lead-export-people = Mae'r dudalen y daethoch ohoni am bobl, ac mae ei ffigurau'n union: nid yw'n mynd i fyny. Am ffigurau ohoni y gellir eu rhannu, gofynnwch i'r swyddfa ystadegau am ddatganiad.
lead-report-title = Yr adroddiad: pob tudalen mewn un ffeil
lead-report-about = Mae'r adroddiad yn rhoi tudalennau'r adran hon mewn un ffeil. Mae'n gofyn yn gyntaf a fyddwch yn ei anfon i fyny, sef gwasanaethau, risgiau a bylchau a dim am bobl, neu ei gadw i chi a'ch dirprwyon.
lead-export-format = Ar ba ffurf?
lead-format-html = Tudalen i'w darllen a'i hargraffu (HTML)
lead-format-text = Tudalen o destun plaen
lead-format-csv = Tabl ar gyfer taenlen (CSV)
lead-format-markdown = Markdown, ar gyfer wici neu brosesydd geiriau
lead-format-json = JSON, ar gyfer rhaglenni
lead-format-xlsx = Llyfr gwaith i'w drefnu, ei golynnu a'i siartio (XLSX)
lead-format-sav = SPSS: rhes i bob ffigur, gyda labeli
lead-format-parquet = Parquet, ar gyfer rhaglenni ystadegol
lead-format-spoken = Un frawddeg i bob ffigur, ar gyfer darllenydd sgrin neu braille
lead-export-folder-intro = I ba ffolder?
lead-export-folder = Ffolder
lead-written-title = Wedi'i ysgrifennu
lead-written = Y ffeil yw { $path }. Dim ond chi all ei darllen ar y cyfrifiadur hwn. Wrth ei hochr mae ei maniffest (.manifest.json): yn ôl pa reolau y'i gwnaed, ac o beth.
lead-mark-exact = EXACT / UNION. I arweinydd yr adran a dirprwyon yn unig: peidiwch â'i rannu.
lead-mark-upwards = Gwasanaethau, risgiau a bylchau adran, fel y mae ei harweinydd yn eu gweld. Nid am unrhyw berson unigol.
lead-mark-protected = Wedi'i ddiogelu gan broffil yr arolwg. Gellir ei gyhoeddi gyda'i sail a'i broffil.

lead-demand-title = Yr hyn sydd ei angen ar yr adran
lead-demand-which = Dewiswch adran yn gyntaf: pwyswch d.
lead-demand-changed = Wedi'i newid a heb ei gadw eto: pwyswch w i'w gadw.
lead-demand-kept = Gwneir y golygon am alw, cyflenwad a risg â'r hyn a ysgrifennwyd yma.
lead-demand-drawn = Mae ~ o'r arolwg ac nid yw'n mynd i fyny. Pwyswch y ar linell sy'n gywir fel y mae.
lead-demand-none = Nid oes dim wedi'i ysgrifennu eto, felly mae'r golygon yn defnyddio rhestr o'r arolwg. Pwyswch t i weld y rhestr honno a'i gwneud yn eiddo i chi, neu a i ychwanegu angen.
lead-needs-faulty = Mae camgymeriadau yn rhestr yr anghenion hyn, felly ni ellir ei defnyddio.
lead-needs-aside = Trwsiwch y ffeil ac agorwch y dudalen hon eto. Neu rhowch hi o'r neilltu: mae'n aros yn ei ffolder dan enw arall, a byddwch yn dechrau â rhestr wag. Pwyswch y i'w rhoi o'r neilltu, n i fynd yn ôl.
lead-headcount = Pobl ar y rhestr staff
lead-headcount-none = heb ei roi
lead-headcount-intro = Faint o bobl sydd ar y rhestr staff ar gyfer yr adran hon? Hebddo ni all neb ddweud faint na atebodd.
lead-headcount-wrong = Rhowch rif cyfan o 1 i 100000, neu gadewch ef yn wag.
lead-base-rate = Disgwylir iddynt adael mewn blwyddyn
lead-base-rate-own = { $rate } o bob 100
lead-base-rate-usual = { $rate } o bob 100, y gyfradd arferol
lead-base-rate-intro = O bob 100 sydd â sgìl, faint sy'n gadael mewn blwyddyn? Mae golygon y blynyddoedd i ddod yn defnyddio'r rhif hwn lle nad yw contract neb yn dweud mwy. Gadewch ef yn wag ar gyfer y gyfradd arferol.
lead-base-rate-wrong = Rhowch rif o 0 i 100, neu gadewch ef yn wag.
lead-leaving-title = Gadael heb gadw?
lead-leaving-demand = Nid yw'r hyn a newidioch yn yr anghenion wedi'i gadw. Pwyswch y i adael hebddo, n i fynd yn ôl.
lead-leaving-figures-title = Gadael y ffigurau?
lead-leaving-figures = Caeir y ffigurau. I'w gweld eto, byddwch yn dewis eich ffeil allwedd eto ac yn teipio ei chyfrinymadrodd. Pwyswch y i adael, n i aros.
lead-saved-title = Wedi'i gadw
lead-saved = Mae'r anghenion wedi'u cadw a byddant yn y golwg nesaf a agorwch.
lead-held-changed = Wedi'i newid: pwyswch w, a gwneir y golygon ag ef nes i chi adael.
lead-held-until = Mae'r hyn a ysgrifennir yma yn cyfrif yn y golygon nes i chi adael. Ni chedwir dim.
lead-held-title = Wedi'i ddal nes i chi adael
lead-held = Dewisoch beidio â chadw dim. Mae'r anghenion a nifer y bobl ym mhob golwg a agorwch o hyn ymlaen, ac yn mynd pan adewch.
lead-held-keep = Ydych chi am eu cadw wedi'r cyfan? Yna mae copïau wedi'u selio'r ymatebion yn aros ar y cyfrifiadur hwn hefyd. Ni ysgrifennir dim a agorwyd. Pwyswch y i'w cadw, n i fynd ymlaen hebddynt.
lead-need-title = Un angen
lead-need-skill = Sgil
lead-need-level = Lefel sy'n cyfrif, 1 i 4
lead-need-level-short = Lefel
lead-need-now = Pobl sydd eu hangen nawr
lead-need-now-short = Nawr
lead-need-then = Pobl sydd eu hangen mewn tair blynedd
lead-need-then-short = 3 bl
lead-need-criticality = Pwysigrwydd: faint sy'n dibynnu arno, 1 i 5
lead-need-criticality-short = Pwysig
lead-need-why = Ar gyfer beth
lead-need-plan = Cynllun sy'n ei ddweud
lead-need-months = Misoedd i'w ddysgu
lead-need-market = Dod o hyd i rywun sy'n gallu
lead-need-by = Ei angen erbyn
lead-need-hint-skill = Mae Enter yn chwilio am sgil arall.
lead-need-hint-level = 1 wedi'i gyflwyno, 2 gyda chefnogaeth, 3 ar ei ben ei hun, 4 yr un i ofyn iddo. Mae Left a Right yn ei newid.
lead-need-hint-criticality = 5: mae'r adran yn stopio hebddo. Mae Left a Right yn ei newid.
lead-need-hint-choice = Mae Left a Right yn ei newid.
lead-need-hint-day = Diwrnod fel 2027-09-30, neu fis fel 2027-09. Caiff aros yn wag.
lead-need-hint-people = Nifer o bobl.
lead-need-hint-optional = Caiff aros yn wag.
lead-need-hint-months = Misoedd o 0 i 120. Gallwch ei adael yn wag.
lead-need-wrong-number = Rhaid i hwn fod yn rhif cyfan.
lead-need-wrong-months = Rhowch nifer cyfan o fisoedd o 0 i 120, neu gadewch ef yn wag.
lead-need-wrong-day = Rhaid i hwn fod yn ddiwrnod fel 2027-09-30, yn fis fel 2027-09, neu'n wag.
lead-need-past-day = Mae'r diwrnod hwn wedi mynd heibio. Ysgrifennwch un diweddarach, neu gadewch ef yn wag.
lead-need-wrong-skill = Dewiswch sgil yn gyntaf.
lead-need-find-intro = Teipiwch ran o enw'r sgil. Mae Up a Down yn symud, Enter yn ei gymryd.
lead-need-find-none = Nid oes gan unrhyw sgil y geiriau hyn.
lead-why-teaching = addysgu
lead-why-research = ymchwil
lead-why-statutory = diogelwch a'r gyfraith
lead-why-income = incwm
lead-why-estate = adeiladau a pheiriannau
lead-market-unknown = anhysbys
lead-market-easy = hawdd
lead-market-hard = anodd
lead-market-nobody = neb ar gael

lead-about-questions = Pob cwestiwn caeedig gyda faint a roddodd bob ateb. Sail: pawb y gofynnwyd iddynt. Nid yw pwy na ofynnwyd iddynt, neu a atebodd fersiwn gynharach heb y cwestiwn, mewn unrhyw ffigur ohono. Ni chyfrifir testun rhydd.
lead-about-demand = Yr hyn sydd ei angen ar eich adran, wedi'i ysgrifennu gennych chi: nid oes dim mewn arolwg yn ei ddweud. Sgil, y lefel sy'n cyfrif, a faint o bobl sydd eu hangen nawr ac mewn tair blynedd yw angen. Pwyswch t am restr gyntaf o'r sgiliau y dywedodd pobl eu bod bwysicaf; ewch dros bob llinell ohoni.

about-department = Yr adran ar un dudalen: pwy atebodd, a beth sy'n galw am benderfyniad yn gyntaf. Mae gan bob ffigur olwg ei hun sy'n dweud sut y'i cyfrifir. Mae am y rhai a atebodd: islaw 80 % o'r staff darllenir deiliad sengl fel "heb adrodd dim", gan nad absenoldeb yw distawrwydd.
about-skills = Faint o bobl sy'n dal pob teulu o sgiliau ar ba lefel, ac ar Enter pwy ydynt. Yr hyn a ddywedodd pobl amdanynt eu hunain a gyfrifir. Mae sgil heb radd yn cyfrif fel heb ei dal dim ond mewn grŵp a gaeodd y person. Ni phrofwyd neb.
about-cover = Pob sgil sydd ei hangen, gyda faint sy'n gallu ei gwneud ar y lefel sy'n cyfrif. Graddiodd deiliaid eu hunain ar y lefel honno neu'n uwch; gall hyfforddwyr ei haddysgu; mae eraill yn ei dysgu. Nid yw'n dweud pwy sydd wrth eu gwaith ar ddiwrnod, ac nid yw'n cyfrif pwy na atebodd.
about-register = Yr offer a'r gwasanaethau y dywedodd pobl eu bod yn gofalu amdanynt, gyda faint sy'n gallu. Y ffactor bws yw faint fyddai'n gorfod bod yn absennol cyn na allai neb. Mae un peiriant a alwodd dau berson wrth ddau enw yma ddwywaith.
about-risk = Sgiliau a gwasanaethau yn ôl faint sy'n dibynnu arnynt a pha mor agored ydynt. Ystyr !! yw gweithredwch, ! cadwch lygad. Daw lle ar y grid o reolau, ac mae pob llinell yn dweud o ba rai; nid tebygolrwydd mohono.
about-horizon = Faint o ddeiliaid a all fod gan sgil mewn un, tair a phum mlynedd. Mae'n gostwng deiliaid heddiw â'r gyfran y disgwylir iddi adael mewn blwyddyn, y gallwch ei newid yn y ffeil anghenion. Nid oes dymuniad neb i adael ynddo: nid yw dymuniadau felly byth yn cyrraedd y drws hwn.
about-demand = Yr hyn sydd ei angen arnoch wrth ochr yr hyn y dywedodd pobl y gallant ei wneud, nawr ac mewn tair blynedd. Bwlch yw angen llai deiliaid ar y lefel sy'n cyfrif. Mae'r drefn yn dangos ei rhannau, nid sgôr yn unig. Ni chyfrifir pwy na atebodd fel deiliad.
about-training = Dymuniadau i ddysgu gyda ffyrdd o ddysgu, wedi'u grwpio fel bod cwrs yn werth ei archebu. Ateb un person yw dymuniad; canllaw yw band cost ac nid dyfynbris. Nid yw dymuniadau na rannodd pobl â'u harweinydd yma.
about-hidden = Sgiliau y mae pobl yn eu dal ac nad ydynt yn eu defnyddio yn eu swydd. Dim ond yr hyn y dewisodd pobl ei ddangos sydd yma. Nid yw'r ffaith nad yw sgil yn cael ei defnyddio yn dweud dim am y person.
about-mentors = Pwy fyddai'n addysgu, mentora, croesawu neu gael ei gysgodi, wrth ochr pwy hoffai ddysgu. Dim ond pobl a ddywedodd y byddent a enwir. Gofynnwch iddynt cyn eu haddo i neb.
about-registration = Cofrestriadau a chymrodoriaethau, y rhai sydd gan y nifer fwyaf o bobl yn gyntaf. Yr hyn y dywedodd pobl eu bod yn ei ddal neu'n gweithio tuag ato a gyfrifir; ni edrychwyd ar unrhyw gofrestr.
about-roles = Pobl wrth ochr proffil eu gris: yr hyn y mae'r gris yn ei ofyn a'r hyn y graddion nhw eu hunain arno. Ar gyfer cynllunio datblygiad y mae ac nid gwerthusiad.
about-entry = Swyddi sy'n addas i newydd-ddyfodiaid, a faint a ddisodlir gan bwy. Fe'i gwneir wrth y drws ystadegol, gan ei fod yn dibynnu ar oedrannau a bwriadau.
about-htq = Pa mor barod yw'r adran i addysgu Cymwysterau Technegol Uwch: pobl, pynciau ac offer. Mae'n cyfrif yr hyn a ddywedodd pobl ac nid yr hyn y byddai arolygydd yn ei dderbyn.
about-career = Yr hyn y mae pobl yn ei fwriadu ar gyfer eu gyrfa, fesul gris. Nid oes ffigur am lai na deg o bobl.
about-commitment = Tystiolaeth ar gyfer yr Ymrwymiad Technegwyr fesul thema. Dyma a ofynnodd yr arolwg; nid yw'r hyn y mae'r sefydliad yn ei wneud wrth ei ochr yma.
about-comparison = Yr adran wrth ochr y brifysgol, ton gynharach a ffigurau cyhoeddedig, pob un â'i ffynhonnell. Ni thynnir dau ffigur o gwestiynau gwahanol oddi wrth ei gilydd byth.
about-staff = Tabl staff ar ffurf ffurflen HESA: paratoad, nid y ffurflen. Degolion union yw cyfwerth ag amser llawn; nid yw pwy na ddywedodd ynddo.

lead-key-mouse = llygoden ymlaen neu i ffwrdd
lead-key-help = cymorth
lead-key-back = yn ôl
lead-key-language = newid yr iaith
lead-key-leave = gadael
lead-key-up = llinell uwchben
lead-key-down = llinell isod
lead-key-open = agor
lead-key-choose = dewis
lead-key-add = ychwanegu ffeil
lead-key-yes = ie
lead-key-no = na
lead-key-forgotten = rwyf wedi'i anghofio
lead-key-cancel = stopio
lead-key-add-this = ychwanegu
lead-key-continue = ymlaen
lead-key-menu = pob golwg
lead-key-departments = adrannau
lead-key-about = ystyr
lead-key-export = mynd ag ef
lead-key-sort = trefnu
lead-key-column = colofn
lead-key-column-before = colofn flaenorol
lead-key-keep = cadw
lead-key-clear = pob llinell
lead-key-department = adran
lead-key-next-department = adran nesaf
lead-key-question = cwestiwn
lead-key-previous-question = cwestiwn blaenorol
lead-key-find = chwilio
lead-key-page-down = ymhellach i lawr
lead-key-page-up = ymhellach i fyny
lead-key-first = i'r cyntaf
lead-key-last = i'r olaf
lead-key-show = dangos
lead-key-change = newid
lead-key-add-need = ychwanegu
lead-key-save = cadw
lead-key-remove = dileu
lead-key-confirm = mae hyn yn gywir
lead-key-starter = o'r arolwg
lead-key-next-field = nesaf
lead-key-done = wedi gorffen
lead-key-other = un arall

lead-notes-below = Beth mae pob ffigur yn ei gyfrif: ? neu'r nodiadau islaw (End).
lead-told-crowded = Mwy o ymatebion na phobl ar y rhestr staff: { $departments }. Efallai bod rhywun wedi ateb ddwywaith, neu fod y rhestr yn hen.
lead-told-repeated = Ymatebion sydd yr un fath ag un arall, ateb am ateb: { $departments }. Edrychwch arnynt cyn ymddiried mewn ffigur.
lead-help-columns = Beth mae'r colofnau'n ei gyfrif
lead-help-here = Lle rydych yn sefyll
lead-help-notes = Sut y gwnaed y dudalen hon
lead-help-figures = Ffigurau pwy yw'r rhain
lead-told-box = Y blwch { $box }: { $new } newydd. Rhoddwyd peth o'r hyn a ddaeth gydag ef o'r neilltu:
lead-told-older = Y blwch { $box }: mae'r ffeil yn hŷn na'r hyn a welwyd o'r blwch hwn o'r blaen, felly nid oes dim ynddi'n newydd.
lead-told-rolled-back = Mae'r blwch { $box } heb gofnodion a oedd ganddo o'r blaen, ac mae ganddo rai eraill. Fe'i rhoddwyd yn ôl i hen gopi, neu fe'i copïwyd: dywedwch wrth ddeiliaid allweddi'r sefydliad cyn ymddiried yn ei ffigurau.
lead-told-refused = Ni chymerwyd dim o { $box }: { $why }
lead-told-sealed = Ymatebion wedi'u selio i eraill: { $count }.
lead-told-hollow = Ymatebion sydd yma heb y rhan y mae eich allwedd yn ei hagor: { $count }.
lead-told-other-waves = Ymatebion o don arall, nad ydynt yn cael eu cyfrif yma: { $count }.
lead-told-set-aside = Rhoddwyd o'r neilltu: cofnod { $record }, rhan { $part }: { $why }

lead-key-commands = gorchmynion
lead-key-run = gwneud
lead-commands-title = Pob gorchymyn
lead-commands-none = Nid oes dim o'r enw hwnnw. Mae llai o lythrennau'n canfod mwy.
lead-command-department = Adran: { $name }
