# The words of paper forms, of codebooks, and of conditions as both of them and `survey try` say them.
# Draft Welsh, to be checked by a translator.

condition-always = bob amser
condition-never = byth
condition-quoted = “{ $text }”
condition-group = ({ $inner })
condition-and = { $first } a hefyd { $rest }
condition-or = { $first } neu { $rest }
condition-not = nid yw’n wir fod { $inner }
condition-yes = yr ateb i { $question } yw ie
condition-no = yr ateb i { $question } yw na
condition-answered = mae ateb i { $question }
condition-not-answered = nid oes ateb i { $question }
condition-missing = yr ateb i { $question } yw “{ $kind }”
condition-not-missing = nid yr ateb i { $question } yw “{ $kind }”
condition-is = { $question } yw { $value }
condition-is-not = nid { $question } yw { $value }
condition-less = mae { $question } yn llai na { $value }
condition-at-most = mae { $question } yn { $value } neu lai
condition-more = mae { $question } yn fwy na { $value }
condition-at-least = mae { $question } yn { $value } neu fwy
condition-one-of = { $question } yw { $value }
condition-none-of = nid { $question } yw { $value }
condition-chosen = dewiswyd { $value } yn { $question }
condition-not-chosen = ni ddewiswyd { $value } yn { $question }
condition-some-chosen = dewiswyd rhywbeth yn { $question }
condition-none-chosen = ni ddewiswyd dim yn { $question }
condition-some-rows = atebwyd rhywbeth yn { $question }
condition-no-rows = nid atebwyd dim yn { $question }
condition-some-entries = mae cofnod yn { $question }
condition-no-entries = nid oes cofnod yn { $question }
condition-row = { $question }, { $row },
condition-this-row = y rhes hon
condition-column = ei { $column }
condition-value = yr ateb
condition-count = nifer yr atebion yn { $question }
condition-total = cyfanswm { $question }
condition-size = hyd { $question }
condition-today = heddiw
condition-minus = minws { $inner }
condition-sum = { $left } { $sign } { $right }
condition-choose = lle mae { $condition }, { $this }, ac fel arall { $that }
condition-source = mae hyn yn wir: { $source }
condition-question = “{ $label }”

universe-everyone = pawb
universe-asked-where = gofynnir lle mae’n wir: { $condition }
universe-each-entry = gofynnir am bob cofnod yn { $question }
universe-computed = wedi’i gyfrifo, byth yn cael ei ofyn
universe-both = { $first }, { $rest }

paper-sample-notice = HYSBYSIAD ENGHREIFFTIOL. Nid oes neb wedi’i gymeradwyo eto.
paper-contact = Pwy i’w holi: { $contact }
paper-minutes = Mae’n cymryd tua { $least } i { $most } munud.
paper-how = Rhowch groes yn y blwch wrth ymyl eich ateb, neu ysgrifennwch ar y llinell. Mae’r geiriau bach mewn cromfachau ar gyfer pwy bynnag sy’n mewnbynnu’r ffurflen.
paper-section = Adran { $number }. { $title }
paper-only-section = Atebwch yr adran hon dim ond os yw hyn yn wir: { $condition }.
paper-only = Atebwch hwn dim ond os yw hyn yn wir: { $condition }.
paper-question = cwestiwn { $number }
paper-optional = Gallwch adael hwn allan.
paper-needed-if = Atebwch hwn os yw hyn yn wir: { $condition }.
paper-one = Dewiswch un.
paper-some = Dewiswch bob un sy’n gymwys.
paper-some-max = { $max ->
    [one] Dewiswch 1.
   *[other] Dewiswch hyd at { $max }.
}
paper-some-min = { $min ->
    [one] Dewiswch 1 neu fwy.
   *[other] Dewiswch { $min } neu fwy.
}
paper-alone = Dewiswch “{ $choice }” ar ei ben ei hun.
paper-specify = dywedwch beth:
paper-list = Ysgrifennwch eich ateb fel y mae yn rhestr { $letter } ar y diwedd.
paper-list-title = Rhestr { $letter }: { $title }
paper-list-long = Mae { $count } cofnod yn y rhestr hon ac nid yw wedi’i hargraffu. Ysgrifennwch eich ateb mewn geiriau.
paper-one-cell = Rhowch un groes ym mhob rhes.
paper-some-cells = Rhowch gynifer o groesau ag sy’n gymwys ym mhob rhes.
paper-number-cells = Ysgrifennwch rif ym mhob rhes.
paper-rows-chosen = Atebwch dim ond y rhesi a ddewisoch yn { $question }.
paper-rows-from = Ysgrifennwch resi { $question }, ac atebwch bob un.
paper-rows-where = Dim ond y rhai lle mae hyn yn wir: { $condition }.
paper-rows-same = Ei rhesi yw rhai { $question }.
paper-closable = Atebwch y rhesi sy’n berthnasol i chi. Lle rydych wedi mynd drwy grŵp cyfan, rhowch groes wrtho: bydd yr hyn sydd heb ateb ynddo yn cyfrif fel 0.
paper-group-done = Rwyf wedi mynd drwy’r grŵp hwn
paper-row = Rhes
paper-total = Mae’r rhifau’n gwneud cyfanswm o { $total }{ $unit }.
paper-sum = Cyfanswm
paper-number = Rhif
paper-place = Safle
paper-rank = Ysgrifennwch 1 wrth ymyl eich dewis cyntaf, 2 wrth ymyl yr ail, ac yn y blaen.
paper-rank-max = Ysgrifennwch 1 wrth ymyl eich dewis cyntaf, 2 wrth ymyl yr ail, ac yn y blaen, hyd at { $max }.
paper-integer = Rhif cyfan
paper-integer-range = Rhif cyfan o { $min } i { $max }
paper-integer-min = Rhif cyfan, { $min } neu fwy
paper-integer-max = Rhif cyfan, { $max } neu lai
paper-decimal = Rhif
paper-decimal-range = Rhif o { $min } i { $max }
paper-decimal-min = Rhif, { $min } neu fwy
paper-decimal-max = Rhif, { $max } neu lai
paper-date = Diwrnod, mis a blwyddyn
paper-month = Mis a blwyddyn
paper-entries = Gallwch lenwi { $most } yma; defnyddiwch ddalen arall am fwy.
paper-entry = Cofnod { $number }
paper-go-on = Os yw hyn yn wir: { $condition }, ewch ymlaen at { $next }.
paper-go-to = Os nad yw, ewch i { $target }.
paper-go-end = Os nad yw, rydych wedi cyrraedd y diwedd.
paper-end = Diolch. Rhowch y ffurflen i mewn fel y dywedwyd wrthych.
paper-version = { $survey }, fersiwn { $fingerprint }
condition-exists = mae cofnod yn { $question } lle mae’n wir: { $inner }
condition-every = am bob cofnod yn { $question } mae’n wir: { $inner }
condition-number-of = nifer y cofnodion yn { $question } lle mae’n wir: { $inner }
condition-total-of = cyfanswm { $nested } yn { $question }
paper-piped = (eich ateb i { $question })
