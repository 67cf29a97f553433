# The words of `form`: what is wrong with an answer and what to do, and answers in words.
# Draft Welsh, to be checked by a translator.

form-yes = Ydw
form-no = Nac ydw
form-acknowledged = Rwyf wedi darllen hwn
form-missing-blank = Heb ei roi
form-missing-dont-know = Nid wyf yn gwybod
form-missing-prefer-not = Mae’n well gennyf beidio â dweud
form-entries-none = Dim
form-group-closed = { $group }: wedi gorffen

form-month-1 = Ionawr
form-month-2 = Chwefror
form-month-3 = Mawrth
form-month-4 = Ebrill
form-month-5 = Mai
form-month-6 = Mehefin
form-month-7 = Gorffennaf
form-month-8 = Awst
form-month-9 = Medi
form-month-10 = Hydref
form-month-11 = Tachwedd
form-month-12 = Rhagfyr

form-text = Rhowch ateb
form-text-too-long = Mae’r ateb { $over } nod yn rhy hir. Caiff fod yn { $max } nod o hyd
form-text-pattern = Rhowch yr ateb yn y ffurf a ddangosir yn y cwestiwn

form-integer = Rhowch rif cyfan
form-integer-min = Rhowch rif cyfan sy’n { $min } neu fwy
form-integer-max = Rhowch rif cyfan sy’n { $max } neu lai
form-integer-range = Rhowch rif cyfan o { $min } i { $max }
form-decimal = Rhowch rif
form-decimal-min = Rhowch rif sy’n { $min } neu fwy
form-decimal-max = Rhowch rif sy’n { $max } neu lai
form-decimal-range = Rhowch rif o { $min } i { $max }
form-decimal-digits = { $digits ->
    [0] Rhowch rif heb ddim ar ôl y pwynt
   *[other] Rhowch rif heb fwy na { $digits } digid ar ôl y pwynt
}

form-date = Rhowch ddyddiad, er enghraifft 12 5 2027
form-month = Rhowch fis a blwyddyn, er enghraifft 5 2027

form-yes-no = Dewiswch ydw neu nac ydw
form-acknowledge = Dewiswch “Rwyf wedi darllen hwn”
form-select-one = Dewiswch un o’r atebion
form-select-some = Dewiswch o leiaf un o’r atebion
form-select-min = Dewiswch o leiaf { $min } o’r atebion
form-select-max = Dewiswch ddim mwy na { $max } o’r atebion
form-select-exclusive = Dewiswch “{ $choice }” ar ei ben ei hun, neu’r lleill hebddo
form-not-offered = Dewiswch un o’r atebion a ddangosir
form-specify = Dywedwch beth yw “{ $choice }”
form-scale = Dewiswch bwynt o { $min } i { $max }
form-rank = Rhowch o leiaf un o’r atebion mewn trefn
form-rank-max = Rhowch ddim mwy na { $max } o’r atebion mewn trefn

form-row = Atebwch “{ $row }”
form-rows-all = Atebwch bob rhes
form-rows-min = Atebwch o leiaf { $min } rhes
form-rows-more = Atebwch o leiaf { $min } rhes. Hyd yma rydych wedi ateb { $done }
form-allocation = Rhowch rifau sy’n gwneud cyfanswm o { $total }
form-allocation-under = Ychwanegwch { $off }. Mae’ch rhifau’n gwneud { $sum }, a dylent wneud { $total }
form-allocation-over = Tynnwch { $off }. Mae’ch rhifau’n gwneud { $sum }, a dylent wneud { $total }
form-share = Rhowch rif cyfan o 0 i { $total }
form-share-step = Rhowch rif o 0 i { $total } fesul { $step }

form-entry = Cofnod { $number } o { $count }
form-entry-named = Cofnod { $number } o { $count }, { $name }
form-entries = Ychwanegwch gofnod, neu dywedwch nad oes gennych yr un
form-entries-min = Ychwanegwch o leiaf { $min } cofnod
form-entries-in-all = Nid oes lle i ragor: { $max } cofnod i gyd.
form-entries-max = Cewch ychwanegu hyd at { $max } cofnod

form-constraint = Gwiriwch yr ateb hwn. Nid yw’n gyson â’ch atebion eraill
form-warning = Gwiriwch yr ateb hwn. Cewch ei gadw os yw’n gywir

form-missing-not-offered = Mae angen ateb i’r cwestiwn hwn
form-pipe-nothing = (dim ateb)
form-wrong-type = Rhowch ateb sy’n addas i’r cwestiwn
form-no-such-question = Nid yw’r cwestiwn hwn yn yr arolwg
form-no-such-row = Ni ddangosir y rhes hon
form-by-row = Atebwch y cwestiwn hwn fesul rhes
form-by-entry = Atebwch y cwestiwn hwn fesul cofnod
form-computed = Cyfrifir hwn o’ch atebion eraill

form-fill-at = { $question }: { $problem }
form-fill-unknown = { $question }: nid oes cwestiwn â’r dynodydd hwn
form-fill-unreadable = { $question }: { $error }
form-fill-not-asked = { $question }: ni ofynnir y cwestiwn hwn, o ystyried yr atebion eraill
form-fill-computed = { $question }: cyfrifir hwn ac ni ellir ei roi
form-fill-cell = { $problem }
form-fill-no-key = nid oes allwedd gan y rhes hon: mae angen un ar bob person
form-fill-same-key = mae gan res arall yr un allwedd: un rhes i bob person

form-explain-everyone = Gofynnir i bawb.
form-explain-asked = Gofynnir, gan fod hyn yn wir: { $condition }.
form-explain-not-asked = Ni ofynnir, gan fod hyn yn wir: { $condition }.
form-explain-unknown = Ni ofynnir, gan nad yw’n hysbys eto a yw hyn yn wir: { $condition }.
form-explain-no-offer = Ni ofynnir, gan nad oes dim ar ôl i’w ddewis.
form-explain-computed = Wedi’i gyfrifo, byth yn cael ei ofyn.
form-explain-itself-not = heb ei ofyn
form-explain-now = { $question } yw nawr: { $answer }
