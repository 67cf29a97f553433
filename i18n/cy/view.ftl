# What stands around every view: titles, whose figures, how a value reads. Nobody has checked the Welsh.

view-title-department-all = Pob adran ar un dudalen
view-title-department = Yr adran ar un dudalen
view-title-skills = Sgiliau
view-title-cover = Pwy all lenwi bwlch
view-title-register = Offer a gwasanaethau
view-title-risk = Beth sydd mewn perygl
view-title-horizon = Deiliaid yn y blynyddoedd i ddod
view-title-demand = Galw a chyflenwad
view-title-training = Cynllun hyfforddi
view-title-hidden = Sgiliau nad ydynt yn cael eu defnyddio
view-title-mentors = Athrawon, mentoriaid a dysgwyr
view-title-registration = Cofrestru a chymrodoriaeth
view-title-roles = Pobl a phroffiliau rôl
view-title-entry = Swyddi i newydd-ddyfodiaid
view-title-htq = Parodrwydd ar gyfer Cymwysterau Technegol Uwch
view-title-career = Bwriadau gyrfa
view-title-commitment = Ymrwymiad Technegwyr: tystiolaeth
view-title-comparison = Cymharu
view-title-staff = Tabl staff ar ffurf HESA

view-all-departments = Pob adran y mae'r allwedd hon yn ei hagor
view-base = { $responses ->
    [zero] Dim ymatebion. Nid oes neb wedi rhoi nifer y staff: gweler y niferoedd staff.
    [one] { $responses } ymateb. Nid oes neb wedi rhoi nifer y staff: gweler y niferoedd staff.
    [two] { $responses } ymateb. Nid oes neb wedi rhoi nifer y staff: gweler y niferoedd staff.
    [few] { $responses } ymateb. Nid oes neb wedi rhoi nifer y staff: gweler y niferoedd staff.
    [many] { $responses } ymateb. Nid oes neb wedi rhoi nifer y staff: gweler y niferoedd staff.
   *[other] { $responses } ymateb. Nid oes neb wedi rhoi nifer y staff: gweler y niferoedd staff.
}
view-base-of = { $responses } ymateb o { $staff } ar y rhestr staff.
view-base-withheld = Ni ddangosir nifer yr ymatebion.
view-profile-hesa = Proffil hesa: mae pob ffigur wedi'i dalgrynnu i'r 5 agosaf, felly gall 0 olygu un neu ddau o bobl.
view-profile-minimum-n = Proffil minimum-n: mae'r ffigurau'n union, ac nid oes un am grŵp bach.
view-withheld-line = { $sign } { $why }
view-of = { $count } o { $of }
view-grid-corner = { $down } / { $across }
view-red = (coch)
view-amber = (ambr)
view-green = (gwyrdd)
view-not-known = anhysbys
view-door-upwards = O'r drws gweithredol, i'w anfon i fyny: gwasanaethau, risgiau a bylchau, nid pobl.
view-made-up-title = ATEBION FFUG: { $title }
view-report-title = { $department }: ffigurau'r adran
view-report-title-all = Ffigurau'r holl adrannau
view-report-contents = Cynnwys
view-report-skip = Neidio i'r ffigurau
view-report-file = Mae { $file } yn cynnwys { $views ->
    [one] un olwg: { $names }.
   *[other] { $views } golwg: { $names }.
}
view-report-sealed = Mae wedi'i selio: dim ond arweinydd yr adran all ei agor, ag allwedd yr adran.
view-report-sealed-to = Mae wedi'i selio: dim ond deiliad yr allwedd a enwyd all ei agor.
view-report-manifest = Wrth ei ymyl mae { $file }: y proffil, ei drothwyon, faint o ffigurau a dalgrynnwyd ac a ataliwyd, y gyfradd ymateb, y blychau, a SHA-256 yr adroddiad.
view-profile-upwards = Mae'r hyn a ddywedir am bobl yn dilyn proffil yr arolwg; gair yr arweinydd yw'r hyn sydd ei angen, a faint o bwys sydd iddo, neu fe'i gadewir allan.
