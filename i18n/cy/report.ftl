# Geiriau `report` a sgriniau'r arweinydd.

report-yes = Ie
report-no = Na
report-no-department = Dim adran wedi'i rhoi
report-nobody = Nid oes neb wedi ateb eto.

report-door-operational = Drws gweithredol: i'r rhai y dywedwyd wrth yr ymatebwyr amdanynt. Peidiwch â'i rannu.
report-door-statistical = Drws ystadegol: ffigurau wedi'u diogelu.
report-base = Y sail yw pawb y gofynnwyd y cwestiwn iddynt.
report-profile-none = Proffil none: mae pob ffigur yn union.
report-profile-hesa = Proffil hesa: mae pob ffigur wedi'i dalgrynnu i'r 5 agosaf; mae adrannau â llai na { $minimum } ymateb wedi'u hychwanegu at eu cyfadran.
report-profile-minimum-n = Proffil minimum-n: mae'r ffigurau'n union, ac nid oes yr un am lai na { $minimum } o bobl; mae adrannau llai wedi'u hychwanegu at eu cyfadran.
report-profile-suppress = Proffil suppress: mae ffigurau bach wedi'u dal yn ôl.

report-asked = { $count ->
    [one] gofynnwyd i { $count } person
   *[other] gofynnwyd i { $count } o bobl
}
report-asked-withheld = nifer y bobl wedi'i ddal yn ôl
report-holds = Yr adrannau bach gyda'i gilydd: { $departments }
report-no-answer = Dim ateb

report-missing-not-in-version = ddim yn eu fersiwn nhw
report-missing-not-relevant = heb ei ofyn
report-missing-not-reached = heb ei gyrraedd
report-missing-blank = wedi'i adael yn wag
report-missing-dont-know = ddim yn gwybod
report-missing-prefer-not = gwell peidio â dweud
report-missing-withheld = heb ei rannu
report-missing-unreadable = ni ellir ei ddarllen

report-reason-rounded-percentage = wedi'i ddal yn ôl: canran o lai na 23 o bobl
report-reason-small-base = wedi'i ddal yn ôl: rhy ychydig o bobl a atebodd
report-reason-complementary = wedi'i ddal yn ôl: byddai'n datgelu ffigur arall sydd wedi'i ddal yn ôl
report-reason-dominance = wedi'i ddal yn ôl: un neu ddau o bobl yw bron y cyfan
report-reason-class = wedi'i ddal yn ôl: rhoddodd pawb mewn grŵp bach yr un ateb
report-reason-earlier-release = wedi'i ddal yn ôl: gellid ei gyfrifo o ddatganiad cynharach
report-reason-rolled-up = wedi'i ddal yn ôl: rhy ychydig o ymatebion i'w dangos ar eu pen eu hunain
report-reason-suppressed = wedi'i ddal yn ôl: bach, neu byddai'n datgelu ffigur bach
report-reason-special-category = wedi'i ddal yn ôl: ni ddangosir cwestiwn cydraddoldeb am lai na 50 o bobl
report-everyone = Pawb yn y grwpiau a ddangosir
report-holds-groups = Y grwpiau hyn: { $departments }
report-together = Y grwpiau bach gyda'i gilydd
report-not-given = Heb ei ateb
report-by = Yn ôl: { $question }

lead-demo = Demo: atebion wedi'u dyfeisio
lead-waiting-title = Un eiliad
lead-failed-title = Ni weithiodd hynny
lead-help-title = Y bysellau sy'n gweithio yma
lead-help-end = Pwyswch unrhyw fysell i fynd yn ôl.

lead-who-title = Pwy ydych chi?
lead-who-intro = Yn y demo hwn cewch fod yn unrhyw un o'r bobl hyn. Dim ond yr hyn y mae eu hallwedd yn ei agor y gall pob un ei weld.

lead-boxes-title = Blychau
lead-boxes-intro = Dewiswch y blychau a'r bwndeli i'w cyfuno. Rhaid cofrestru un newydd yn gyntaf: byddwch yn cymharu pedwar gair a rhif.
lead-boxes-none = Ni chafwyd hyd i flwch na bwndel. Pwyswch a i ychwanegu un drwy roi ei lwybr.
lead-box-enrolled = wedi'i gofrestru
lead-box-new = newydd, heb ei gofrestru
lead-compare-title = Ai { $box } yw hwn?
lead-compare-intro = Gofynnwch i geidwad y blwch am y geiriau ar ei sgrin ei hun. Peidiwch â'u cymryd o'r neges a ddaeth â'r ffeil.
lead-compare-question = A ydynt yr un fath? Pwyswch y am ydynt, n am nac ydynt.
lead-path-intro = Ble mae'r blwch neu'r bwndel? Teipiwch neu gludwch ei lwybr.
lead-path = Llwybr
lead-merged-title = Wedi cyfuno
lead-merged-nothing-set-aside = Ni roddwyd dim o'r neilltu.
lead-merged-set-aside = Rhoddwyd o'r neilltu, a pham:
lead-merging = Wrthi'n cyfuno'r blychau. Gall gymryd munud.
lead-enrolling = Wrthi'n cofrestru'r blwch.
lead-looking = Wrthi'n edrych ar y ffeil.
lead-opening = Wrthi'n agor yr ymatebion. Gall gymryd munud.

lead-identity-title = Eich allwedd
lead-identity-intro = Dewiswch eich ffeil allwedd a theipiwch ei chyfrinymadrodd. Mae'r hyn a agorir yn aros yn y cof; ni ysgrifennir dim i'r ddisg.
lead-identity-file = Ffeil allwedd
lead-identity-passphrase = Cyfrinymadrodd
lead-identity-lost = Wedi anghofio'r cyfrinymadrodd? Ni all neb ei ddarllen o'r ffeil. Gofynnwch i'r sefydliad am allwedd newydd; gall y sefydliad agor yr ymatebion o hyd.

lead-question-of = Cwestiwn { $number } o { $all }
lead-about-operational = Drws gweithredol: peidiwch â'i rannu. Proffil: { $profile }. Sail: pawb y gofynnwyd iddynt.
lead-about-statistical = Drws ystadegol: wedi'i ddiogelu. Proffil: { $profile }. Sail: pawb y gofynnwyd iddynt.
lead-own = mae eich ateb chi yn un o'r rhain
lead-left-out = { $count ->
    [one] gadawyd allan { $count } ateb na roddodd neb
   *[other] gadawyd allan { $count } o atebion na roddodd neb
}
lead-more = (mwy isod: PgDn)
lead-find = Chwilio
lead-find-none = Nid oes gan unrhyw gwestiwn y geiriau hyn.

lead-key-help = cymorth
lead-key-back = yn ôl
lead-key-leave = gadael
lead-key-up = llinell uwchben
lead-key-down = llinell isod
lead-key-open = agor
lead-key-choose = dewis
lead-key-enrol = cofrestru
lead-key-merge = cyfuno
lead-key-add = ychwanegu llwybr
lead-key-identity = eich allwedd
lead-key-same = yr un fath
lead-key-not-same = ddim yr un fath
lead-key-add-this = ychwanegu
lead-key-continue = ymlaen
lead-key-department = adran
lead-key-next-department = adran nesaf
lead-key-question = cwestiwn
lead-key-previous-question = cwestiwn blaenorol
lead-key-find = chwilio
lead-key-page-down = ymhellach i lawr
lead-key-page-up = ymhellach i fyny
lead-key-first = cwestiwn cyntaf
lead-key-last = cwestiwn olaf
lead-key-show = dangos
lead-who-head = Pennaeth { $department }
lead-who-head-sees = Mae'n agor atebion yr adran hon yn unig: ffigurau union, a'r hyn y dewisodd pob person ei rannu.
lead-who-statistics = Y swyddfa ystadegau
lead-who-statistics-sees = Mae'n agor rhan ystadegol pob adran: ffigurau wedi'u talgrynnu, adrannau bach wedi'u hychwanegu at eu cyfadran.
