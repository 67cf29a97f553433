# Desg yr arweinydd: y tudalennau wrth ochr y golygon.

lead-university-title = Ffigurau'r brifysgol
lead-university-about = Yr hyn a gyhoeddodd y swyddfa ystadegau am y brifysgol gyfan, fel y daeth yn y pecyn. Y drws ystadegol ydyw: wedi'i warchod, ei dalgrynnu neu ei ddal yn ôl yn ôl ei broffil, a'i lofnodi gan y sefydliad. Nid yw ei ffigurau byth mewn tabl gyda ffigurau union yr adran, ac nid yw gwahaniaeth rhwng y ddau yn golygu dim. Mae'n cyfrif pawb y gofynnwyd iddynt, ym mhob adran.
lead-university-what = Y drws ystadegol: ffigurau a gyhoeddodd y brifysgol am bawb, wedi'u llofnodi gan y sefydliad ar { $day }. Maent wedi'u gwarchod; mae ffigurau union yr adran ar y tudalennau eraill, ac ni roddir y ddau byth mewn un tabl. Mae Enter yn agor cwestiwn.
lead-released = Ffigurau'r brifysgol: { $view }
lead-released-of = Ffigurau'r brifysgol: { $view }, { $department }
lead-released-file = Ffigurau'r brifysgol, heb eu dangos: { $file }
lead-released-about = Tudalen a roddodd y swyddfa ystadegau allan, fel y daeth yn y pecyn. Y drws ystadegol ydyw: wedi'i warchod, ei dalgrynnu neu ei gadw'n ôl yn ôl ei broffil, ac wedi'i lofnodi gan y sefydliad. Nid oes un o'i ffigurau mewn tabl o rai manwl.
lead-released-head = Y drws ystadegol: wedi'i warchod, proffil { $profile }. Sail: { $base }. Cyfrifwyd ar { $made }, llofnodwyd ar { $day }.
lead-released-apart = Y swyddfa ystadegau a roddodd y ffigurau hyn allan. Mae ffigurau manwl eich adran ar dudalennau eraill; nid yw gwahaniaeth rhwng y ddau yn golygu dim.
lead-university-none = Ni ddaeth ffigurau'r brifysgol gyda'r hyn a agorwyd gennych. Maent yn dod mewn pecyn: gofynnwch i'r sefydliad am un.
lead-university-questions = Yr hyn a gyhoeddwyd, gyda faint y gofynnwyd iddynt
lead-university-question = Cwestiwn
lead-university-department = Adran
lead-university-everyone = Prifysgol
lead-university-answer = Ateb
lead-university-base = gofynnwyd i { $count }
lead-university-head = Drws ystadegol: gwarchodedig, proffil { $profile }. Sail: { $base }. Llofnodwyd { $day }.
lead-university-beside = Mae'r ffigurau union uchod yn ymwneud â { $department } yn unig; nid oes dim o'r blwch hwn ynddynt.
lead-university-key = u: y cyfan
lead-key-university = ffigurau'r brifysgol

lead-told-aside-damaged = Newidiwyd neu torrwyd cofnodion ar eu ffordd ac ni chymerwyd hwy ({ $count }): gofynnwch i geidwad y blwch eu hanfon eto.
lead-told-aside-survey = Mae cofnodion yn perthyn i arolwg nad yw'n hysbys yma ac ni chymerwyd hwy ({ $count }).
lead-told-aside-epoch = Mae cofnodion wedi'u selio dan allweddi diweddarach na'r rhai sy'n hysbys yma ac ni chymerwyd hwy ({ $count }): gofynnwch i'r sefydliad am becyn mwy newydd.
lead-told-not-believed = Mae cofnodion yn dweud i'r sefydliad eu llofnodi, ac ni wnaeth: nid oes iddynt effaith ({ $count }). Dywedwch wrth ddeiliaid allweddi'r sefydliad.
lead-told-documents = Newidiwyd holiaduron neu setiau allweddi ar eu ffordd ac ni chymerwyd hwy ({ $count }).
lead-told-forked = Daeth ail set allweddi ar gyfer cyfnod sydd yma eisoes, ac ni chymerwyd hi ({ $count }). Gofynnwch i'r sefydliad pa un sy'n dal.
lead-told-made-up = Mae ymatebion yn ffug ({ $count }): `survey simulate` a'u hanfonodd, ac ni roddodd neb mohonynt.
lead-told-without-parts = Daeth cofnodion heb atebion, ac nid oes dim yma'n dweud pam ({ $count }): efallai y bydd bwndel diweddarach o'r blwch hwn.
lead-part-not-for-these = mae wedi'i selio i eraill
lead-part-altered = newidiwyd neu torrwyd ef; gofynnwch i geidwad y blwch ei anfon eto
lead-part-disagrees = nid yr hyn y mae ei bennyn llofnodedig yn ei ddweud sydd ynddo; dywedwch wrth ddeiliaid allweddi'r sefydliad
lead-part-no-questionnaire = ni ddaeth yr holiadur y mae'n ei ateb; gofynnwch am fwndel diweddarach

lead-key-next-found = y nesaf a gafwyd
lead-key-found-before = yr un a gafwyd cynt
lead-key-filter = hidlo
lead-key-find-keep = cadw
lead-key-find-clear = peidio â chwilio
lead-key-may-show = gellir ei ddangos
lead-key-keep-back = ei gadw'n ôl
lead-key-text-after = testun nesaf
lead-key-text-before = testun blaenorol
lead-key-text-unread = nesaf heb ei ddarllen
lead-key-earlier = ton gynharach
lead-find-line = ({ $number } o { $count }; n nesaf, N cynt) Chwilio: { $words }
lead-filter-column = Dim ond llinellau lle mae { $column } yn: { $value }
lead-values-intro = Pa linellau? Y rhai sydd â hyn yn y golofn { $column }:
lead-values-all = Pob llinell
lead-values-words = Llinellau â geiriau y byddaf yn eu teipio
lead-values-empty = (dim)
lead-values-line = { $value } ({ $count })

lead-earlier-title = Ton gynharach wrth ochr hon
lead-earlier-where = Mae ton gynharach wrth ochr hon yn y gymhariaeth ac yn nhystiolaeth yr Ymrwymiad Technegwyr. Agorwch un o'r golygon hyn, yna pwyswch w.
lead-earlier-intro = Pa don? Mae'r saethau i fyny ac i lawr yn symud, mae Enter yn dewis.
lead-earlier-none-found = Ni chafwyd cyhoeddiad o don gynharach wrth ochr y rhaglen, yn Downloads nac ar yriant. Pwyswch a a rhowch lwybr un: y ffeil a ysgrifennwyd fel JSON wrth y drws ystadegol bryd hynny.
lead-earlier-path = Ble mae cyhoeddiad y don gynharach? Llusgwch ef i'r ffenestr hon, neu teipiwch neu ludo ei lwybr.
lead-earlier-none = dim un o'r rhain
lead-earlier-none-what = Y don hon yn unig, neu'r un y mae'r cartref yn ei chadw.
lead-earlier-chosen = (wrth ochr y don hon nawr)

lead-texts-title = Yr hyn a ysgrifennodd pobl
lead-texts-about = Darllenir testun rhydd yma gan un person cyn i neb arall ei weld. Pwyswch y lle gellir ei ddangos wrth y drws hwn, n lle cedwir ef yn ôl: am y byddai person yn hysbys wrtho, neu am ei fod yn sôn am rywun. Cedwir eich penderfyniad ar unwaith, wedi'i selio, a gellir ei newid. Nid yw'r testunau yn nhrefn neb ac nid oes diwrnod arnynt. Nid oes ffigur yn eu cyfrif.
lead-texts-left = { $left } o { $all } heb eu darllen
lead-texts-operational = Drws gweithredol: i'r rhai y dywedwyd wrth yr ymatebwyr amdanynt. Peidiwch â'i rannu.
lead-texts-statistical = Drws ystadegol. Byth fesul adran.
lead-texts-none = Ni ysgrifennodd neb destun y mae'r allwedd hon yn ei agor.
lead-texts-place = Testun { $number } o { $all }: { $state }
lead-texts-unread = heb benderfynu eto
lead-texts-shown = gellir ei ddangos
lead-texts-kept-back = cedwir yn ôl

