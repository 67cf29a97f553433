# The words of the plain line mode.
# Draft Welsh, to be checked by a translator. The commands stay as they are.

plain-language-name = Cymraeg
plain-mode-on = Modd testun plaen: ymlaen, oherwydd { $reason }.
plain-which-language = Pa iaith yr hoffech ei defnyddio?
plain-minutes = Mae’n cymryd tua { $least } i { $most } munud. Gallwch stopio unrhyw bryd a dod yn ôl gyda’ch wyth gair.
plain-sample-notice = HYSBYSIAD ENGHREIFFTIOL. Nid oes neb wedi’i gymeradwyo eto.
plain-notice-read = 1. Rwyf wedi darllen hwn
plain-notice-leave = 2. Gadael. Ni chedwir dim
plain-nothing-stored = Ni chadwyd dim.
plain-resumed = Croeso’n ôl. Rydych yn mynd ymlaen o’r lle y gwnaethoch stopio.
plain-words-intro = Y wyth gair hyn yw’r allwedd i’ch atebion. Ysgrifennwch nhw. Ni all neb eu rhoi i chi eto.
plain-words = Eich wyth gair: { $words }
plain-place = Enw’r blwch hwn yw { $place }. Nodwch ei enw gyda’ch geiriau.
plain-words-noted = Pwyswch Enter pan fyddwch wedi’u hysgrifennu:
plain-commands = Teipiwch /help wrth unrhyw gwestiwn i glywed y gorchmynion.
plain-saved = Mae’ch atebion wedi’u cadw. I ddod yn ôl, rhowch eich wyth gair.
plain-not-saved = Nid yw’ch atebion wedi’u cadw: { $reason }
plain-elsewhere = Parhawyd mewn man arall. Mae’r atebion hyn yn mynd ymlaen mewn sesiwn arall, felly mae hon yn stopio.
plain-error = Gwall: { $problem }
plain-warning = Rhybudd: { $warning }
plain-warning-keep = Pwyswch Enter i gadw’ch ateb, neu teipiwch un arall.
plain-cleared = Mae’ch ateb wedi’i dynnu.
plain-no-why = Nid oes mwy i’w ddweud am y cwestiwn hwn.
plain-no-command = Nid oes gorchymyn { $typed }. Teipiwch /help i’w clywed

plain-question = Cwestiwn { $number } o { $count }. { $section }.
plain-left = { $left ->
    [0] Popeth wedi'i ateb.
   *[other] { $left } cwestiwn ar ôl, tua { $minutes } munud.
}
plain-optional = Gallwch adael hwn allan.
plain-answer-now = Eich ateb hyd yma: { $answer }
plain-or-unknown = Teipiwch /unknown os nad ydych yn gwybod.
plain-or-private = Teipiwch /private os yw’n well gennych beidio â dweud.
plain-you-chose = Eich dewis: { $answer }
plain-you-chose-keep = Eich dewis: { $answer }. Pwyswch Enter i’w gadw, neu teipiwch eto.
plain-found = { $shown } o { $count } canlyniad:
plain-found-none = Nid oes dim yn cyfateb i { $what }. Rhowch gynnig ar ran o air arall.

plain-prompt-enter = Pwyswch Enter i fynd ymlaen:
plain-prompt-text = Teipiwch eich ateb, yna Enter:
plain-prompt-lines = Teipiwch eich ateb. Pan fyddwch wedi gorffen, teipiwch atalnod llawn ar linell ar ei phen ei hun:
plain-prompt-integer = Teipiwch rif cyfan, yna Enter:
plain-prompt-integer-range = Teipiwch rif cyfan o { $min } i { $max }, yna Enter:
plain-prompt-decimal = Teipiwch rif, yna Enter:
plain-prompt-decimal-range = Teipiwch rif o { $min } i { $max }, yna Enter:
plain-prompt-date = Teipiwch ddyddiad, er enghraifft 12 5 2027, yna Enter:
plain-prompt-month = Teipiwch fis a blwyddyn, er enghraifft 5 2027, yna Enter:
plain-prompt-number = Teipiwch rif o 1 i { $max }, yna Enter:
plain-prompt-choice = Teipiwch rif o { $min } i { $max }, yna Enter:
plain-prompt-numbers = Teipiwch rifau’r cyfan sy’n addas, er enghraifft 1 4 6, yna Enter:
plain-prompt-rank = Teipiwch y rhifau yn eich trefn chi, y dewis cyntaf yn gyntaf, er enghraifft 3 1, yna Enter:
plain-prompt-find = Teipiwch ran o enw i chwilio, neu rif canlyniad, yna Enter:
plain-prompt-find-some = Teipiwch ran o enw i chwilio, neu rifau canlyniadau i’w hychwanegu. Pwyswch Enter yn unig pan fyddwch wedi gorffen:
plain-prompt-specify = Dywedwch beth yw “{ $choice }”, yna Enter:
plain-prompt-rows = Mae { $rows } rhes. Pwyswch Enter i fynd drwyddynt:
plain-prompt-entries = Teipiwch ychwanegu, newid, dileu neu dim, yna Enter:
plain-prompt-review = Teipiwch rif ateb i’w newid, neu /send i anfon eich atebion:

plain-row = Rhes { $number } o { $count }: { $row }
plain-group = { $group }. { $rows } rhes.
plain-group-is-closed = Rydych wedi gorffen y grŵp hwn.
plain-group-rate = 1. Mynd drwy’r rhesi
plain-group-leave = 2. Ei adael ar agor
plain-group-close = 3. Ei orffen fel y mae. Mae’r hyn sydd heb ateb yn cyfrif fel 0
plain-group-finished = Ydych chi wedi gorffen y grŵp hwn? Yna mae’r hyn sydd heb ateb yn cyfrif fel 0.
plain-group-finished-yes = 1. Ydw, rwyf wedi’i orffen
plain-group-finished-no = 2. Nac ydw, gadewch ef ar agor

plain-entries = { $count ->
    [0] Nid ydych wedi ychwanegu dim.
   *[other] Rydych wedi ychwanegu { $count }:
}
plain-entries-add = Teipiwch ychwanegu i ychwanegu un.
plain-entries-change = Teipiwch newid 1 i newid y cyntaf, dileu 1 i’w ddileu.
plain-entries-move = Teipiwch symud 2 i 1 i newid y drefn, copïo 1 i gopïo'r cyntaf.
plain-entries-none = Teipiwch dim pan nad oes gennych fwy i’w ychwanegu.
plain-entries-wish = Teipiwch ychwanegu, newid, dileu neu copïo a rhif, symud a dau rif, neu dim
plain-entry-removed = Mae’r cofnod wedi’i ddileu.

plain-review = Gwiriwch eich atebion cyn eu hanfon.
plain-review-number = Teipiwch rif ateb, neu orchymyn
plain-problems = Mae problem. Mae angen sylw ar { $count } ateb:
plain-problem = Ateb { $number }: { $problem }
plain-not-sent = Nid yw’ch atebion wedi’u hanfon: { $reason } Maent yma o hyd. Teipiwch /send i roi cynnig arall
plain-sent = Anfonwyd eich atebion ar { $day }. Eich derbynneb yw { $leaf }.
plain-sent-words = Gyda'ch wyth gair gallwch weld eich atebion eto, eu newid neu eu tynnu'n ôl.

plain-section = { $number }. { $section }: { $state }
plain-section-number = Teipiwch rif adran lle gofynnir rhywbeth
plain-status-not-started = heb ei dechrau eto
plain-status-in-progress = ar y gweill, { $answered } o { $asked } wedi’u hateb
plain-status-completed = wedi’i chwblhau
plain-status-not-asked = ni ofynnir

plain-help = Y gorchmynion:
plain-help-back = mae /back yn mynd i’r cwestiwn blaenorol.
plain-help-skip = mae /skip yn mynd i’r cwestiwn nesaf, lle gellir gadael hwn allan.
plain-help-clear = mae /clear yn tynnu’ch ateb.
plain-help-missing = mae /unknown yn dweud nad ydych yn gwybod, /private ei bod yn well gennych beidio â dweud, lle mae’r cwestiwn yn ei gynnig.
plain-help-why = mae /why yn dweud pam y gofynnir cwestiwn.
plain-help-find = mae /find a gair yn chwilio rhestr hir.
plain-help-repeat = mae /repeat yn dweud y cwestiwn eto.
plain-help-sections = mae /sections yn rhestru’r adrannau a pha mor bell ydych chi.
plain-help-review = mae /review yn gadael i chi wirio’ch atebion a’u hanfon.
plain-help-words = mae /words yn dangos eich wyth gair.
plain-help-language = mae /language yn newid yr iaith.
plain-help-save = mae /save yn cadw’ch atebion ac yn gadael.
plain-help-slash = Teipir ateb sy’n dechrau â slaes gyda dwy.
plain-help-enter = Mae Enter yn unig yn cadw’r ateb sydd yno, neu’n gadael y cwestiwn allan lle gellir.

plain-trial = PRAWF. Ni chedwir dim. (TRIAL)
plain-trial-help = Mae /why yn dweud pam y gofynnir y cwestiwn hwn, /why ac enw cwestiwn pam y gofynnir un arall neu beidio.
plain-trial-no-question = Nid oes cwestiwn { $typed }.
