# Y derfynell a rennir: yr hyn a ddywed ei sgrin gyntaf, yr hyn sy'n sefyll dros sesiwn, tudalennau'r ceidwad.

# Y sgrin gyntaf
start-back-soon = Mynd ymlaen gyda'm chwe digid (gadewais am funud)
start-language = Iaith / Language
kiosk-outlet-nothing = Ni ellir argraffu dim yma: dewch â phapur a phensil ar gyfer eich wyth gair.
kiosk-outlet-paper = Gallwch argraffu eich wyth gair a'ch trosolwg yma.
kiosk-outlet-drive = Gallwch fynd â'ch wyth gair a'ch trosolwg gyda chi ar eich gyriant eich hun.
kiosk-outlet-both = Gallwch argraffu eich wyth gair a'ch trosolwg yma, neu eu rhoi ar eich gyriant eich hun.
kiosk-held-few = Mae'r blwch hwn yn dal llai na 5 ymateb dan sêl hyd yn hyn.
kiosk-held = Mae'r blwch hwn yn dal tua { $count } ymateb dan sêl.
kiosk-fault = Aeth rhywbeth o'i le yma, a chliriwyd y sgrin. Cedwir yr hyn a gadwyd: dewch yn ôl gyda'ch wyth gair.
kiosk-full-said = Nid oes lle yn y blwch hwn i ymateb arall ar hyn o bryd. Ni ddechreuwyd dim. Dywedwch wrth y sawl sy'n gofalu am y derfynell hon.

# Ni all neb ddechrau
kiosk-shut-closed = Mae'r derfynell hon ar gau am y tro.
kiosk-shut-full = Nid oes lle yn y blwch hwn i ymateb arall ar hyn o bryd. Dywedwch wrth y sawl sy'n gofalu am y derfynell hon.
kiosk-shut-keys = F4 iaith

# Wedi'i chuddio
key-hide = cuddio'r sgrin
kiosk-hidden = Mae'r sgrin hon wedi'i chuddio. Mae F12 neu Ctrl+B yn ei dangos eto.
kiosk-hidden-keys = F12 dangos

# A oes rhywun yno?
kiosk-idle-title = Ydych chi yno o hyd?
kiosk-idle-left = Bydd y sgrin hon yn cael ei chlirio ymhen tua { $seconds } eiliad.
kiosk-idle-keep = Cedwir eich atebion dan sêl. Gallwch ddod yn ôl atynt gyda'ch wyth gair.
kiosk-idle-discard = Bydd atebion na chawsant eu hanfon yn cael eu taflu: felly y mae'r derfynell hon wedi'i gosod.
kiosk-idle-nothing = Nid oes dim i'w golli.
kiosk-idle-go-on = Pwyswch unrhyw fysell i fynd ymlaen. Gallwch wneud hynny mor aml ag y mynnwch.
kiosk-idle-keys = Unrhyw fysell: mynd ymlaen
kiosk-more-done = Mae gennych fwy o amser nawr: teirgwaith mor hir cyn i'r sgrin hon ofyn a ydych yno o hyd.
kiosk-plain-still-there = Ydych chi yno o hyd? Pwyswch Enter i fynd ymlaen. Fel arall bydd y sgrin hon yn cael ei chlirio ymhen tua { $seconds } eiliad.
kiosk-plain-go-on = Ewch ymlaen o'r lle'r oeddech.
display-more-time = Rhowch fwy o amser i mi cyn i'r sgrin gael ei chlirio

# Yn ôl cyn hir
leave-soon = Gadael am funud: byddaf yn ôl cyn hir, wrth y derfynell hon
kiosk-number-title = Gallwch ddod yn ôl gyda'r chwe digid hyn:
kiosk-number-about = Cofiwch nhw. Maent yn gweithio wrth y derfynell hon yn unig, am { $minutes } munud. Wedyn eich wyth gair sy'n dod â'ch atebion yn ôl.
kiosk-number-keys = Mae Enter yn clirio'r sgrin
kiosk-soon-full = Mae gormod o bobl i ffwrdd o'r derfynell hon yn barod. Defnyddiwch eich wyth gair yn lle hynny.
kiosk-soon-none = Ni ellid gwneud y chwe digid. Cedwir eich atebion: dewch yn ôl gyda'ch wyth gair.
kiosk-return = Teipiwch eich chwe digid.
kiosk-return-wrong = Nid oes neb yn aros gyda'r digidau hyn.
kiosk-return-gone = Anfonwyd yr atebion hyn neu aethant ymlaen yn rhywle arall. Dewch yn ôl gyda'ch wyth gair.
kiosk-typed = Wedi'i deipio:
kiosk-typing-keys = Esc yn ôl
kiosk-pause = Gormod o gynigion. Arhoswch { $seconds } eiliad, yna rhowch gynnig arall arni.

# Rhywbeth i fynd ag ef
give-words-paper = Argraffu'r geiriau hyn
give-words-drive = Rhoi'r geiriau hyn ar fy ngyriant
give-overview-paper = Argraffu fy nhrosolwg
give-overview-drive = Rhoi fy nhrosolwg ar fy ngyriant
give-paper-done = Fe'i hanfonwyd at yr argraffydd. Ewch ag ef gyda chi.
give-paper-failed = Ni chymerodd yr argraffydd ef. Ni chollwyd dim: rhowch gynnig arall arni, neu dywedwch wrth y sawl sy'n gofalu am y derfynell hon.
give-drive-done = Ysgrifennwyd i'ch gyriant fel { $file }. Gallwch dynnu'r gyriant allan nawr.
give-drive-none = Nid oes gyriant i ysgrifennu arno. Rhowch eich un chi i mewn, arhoswch funud, a rhowch gynnig arall arni.
give-drive-failed = Ni chymerodd eich gyriant ef: efallai ei fod yn llawn, dan glo neu wedi'i dynnu allan. Ni chollwyd dim.
give-drive-many = Mae mwy nag un gyriant. Gadewch eich un chi'n unig i mewn, a rhowch gynnig arall arni.
give-nothing = Nid oes dim i'w roi ar hyn o bryd.
give-leaflet-title = Eich wyth gair
give-leaflet-box = Blwch: { $name }
give-leaflet-digits = Yr un peth fel digidau: { $digits }
give-leaflet-keep = Cadwch y papur hwn i chi'ch hun. Gall pwy bynnag sydd â'r geiriau ddarllen a newid eich atebion.
give-test-page = Tudalen brawf yw hon.

# Y ceidwad
kiosk-secret = I geidwad y derfynell hon. Teipiwch eich cyfrinair, yna pwyswch Enter.
kiosk-secret-wrong = Nid hwnnw ydyw.
kiosk-secret-not-set = Nid oes cyfrinair wedi'i osod, felly mae'r dudalen hon yn aros ar gau. Gosodwch un gyda: tallybox kiosk --set-secret
kiosk-desk-title = Ceidwad
kiosk-desk-keys = Enter dewis    Esc yn ôl    I fyny/I lawr symud
kiosk-desk-status = Yr hyn y mae'r blwch hwn yn ei ddal
kiosk-desk-export = Ysgrifennu'r cofnodion dan sêl i yriant
kiosk-desk-kit = Cymryd pecyn o yriant
kiosk-desk-open = Agor neu gau'r derfynell hon
kiosk-desk-idle = Pa mor hir i aros am rywun
kiosk-desk-print = Argraffu tudalen brawf
kiosk-desk-power = Diffodd y peiriant
kiosk-desk-stop = Gorffen y rhaglen hon
kiosk-desk-leave = Yn ôl i'r sgrin gyntaf
kiosk-desk-back = Yn ôl i'r rhestr
kiosk-desk-no = Na
kiosk-desk-yes = Iawn
kiosk-desk-minutes = { $minutes } munud
kiosk-desk-idle-about = Ar ôl cynifer o funudau heb fysell mae'r sgrin yn gofyn a oes rhywun yno.
kiosk-desk-idle-done = Mae'n aros { $minutes } munud o hyn ymlaen.
kiosk-desk-stop-about = Bydd y sgrin yn aros yn dywyll nes i'r rhaglen gael ei chychwyn eto. Ei gorffen?
kiosk-desk-power-about = Diffodd y peiriant?
kiosk-desk-power-done = Gofynnwyd i'r peiriant ei ddiffodd ei hun.
kiosk-desk-power-none = Nid yw hyn wedi'i osod yma: gweler `power_off` yn y canllaw i geidwaid.
kiosk-desk-failed = Ni wnaed hynny: { $why }
kiosk-desk-opened = Mae'r derfynell hon ar agor.
kiosk-desk-closed = Mae'r derfynell hon ar gau: ni all neb ddechrau.
kiosk-desk-held = { $name }: { $records } cofnod, { $drafts } drafft.
kiosk-desk-room = Mae lle i ragor.
kiosk-desk-no-room = Mae'r ddisg bron yn llawn: ni all ymateb newydd ddechrau.
kiosk-desk-epoch = Set allweddi: { $fingerprint } (cyfnod { $epoch }).
kiosk-desk-exported = Ysgrifennwyd { $count } cofnod fel { $file }. Gallwch dynnu'r gyriant allan nawr.
kiosk-desk-repeats = Mae llai na 5 cofnod yn newydd, felly mae hyn yn ailadrodd yr allforiad diwethaf: ni all neb ddweud pwy a ddaeth.
kiosk-desk-kit-about = Bydd y derfynell yn dechrau o'r newydd ag ef: daw rhifau dod yn ôl cyn hir i ben, ac erys drafftiau dan sêl. Ei gymryd?
kiosk-desk-kit-which = Rhaid bod un ffeil sy'n gorffen â .kit ar y gyriant, a dim ond un.
kiosk-desk-kit-taken = Mae { $file } yn gyfan, ac wedi'i lofnodi gan y sefydliad. Bydd y derfynell yn dechrau o'r newydd ag ef pan adewch y tudalennau hyn.
kiosk-desk-print-none = Nid oes argraffydd wedi'i osod.
