# What is said over `tallybox serve` besides the survey itself. Not yet checked by a translator.
serve-closing = Mae'r cyfrifiadur hwn yn cael ei ailgychwyn. Cedwir yr hyn a atebwyd gennych: cysylltwch eto ymhen ychydig funudau a dewch yn ôl gyda'ch wyth gair.
serve-fault = Daeth nam â'r sesiwn hon i ben. Cedwir yr hyn a atebwyd gennych: cysylltwch eto a dewch yn ôl gyda'ch wyth gair.
serve-not-now = Ni ellir ateb yr arolwg yma ar hyn o bryd. Dywedwch wrth bwy bynnag a roddodd y cyfeiriad hwn i chi, a rhowch gynnig arall arni yn nes ymlaen.
reached-open-ssh = Daethoch dros SSH: gall log y cyfrifiadur hwn gynnwys y cyfeiriad y daethoch ohono a'r amser, ond byth yr hyn a atebwch.
reached-serve = Daethoch dros SSH: nid yw'r cyfrifiadur hwn yn cofnodi'r cyfeiriad y daethoch ohono na'r amser.
