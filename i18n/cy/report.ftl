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
report-reason-class = wedi'i ddal yn ôl: gofynnwyd i rhy ychydig o bobl
report-reason-earlier-release = wedi'i ddal yn ôl: gellid ei gyfrifo o ddatganiad cynharach
report-reason-rolled-up = wedi'i ddal yn ôl: rhy ychydig o ymatebion i'w dangos ar eu pen eu hunain
report-reason-suppressed = wedi'i ddal yn ôl: bach, neu byddai'n datgelu ffigur bach
report-reason-special-category = wedi'i ddal yn ôl: ni ddangosir cwestiwn cydraddoldeb am lai na 50 o bobl
report-reason-pinned = wedi'i ddal yn ôl: gyda'r ffigurau o'i gwmpas, byddai'n datgelu union nifer
report-everyone = Pawb yn y grwpiau a ddangosir
report-holds-groups = Y grwpiau hyn: { $departments }
report-together = Y grwpiau bach gyda'i gilydd
report-not-given = Heb ei ateb
report-by = Yn ôl: { $question }
