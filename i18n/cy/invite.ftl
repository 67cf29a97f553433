# Gwahoddiadau: lle dim ond y rhai a wahoddwyd sy'n cael ateb.
invitation-title = Eich gwahoddiad
invitation-type = Teipiwch ddigidau eich gwahoddiad
invitation-how = Nid oes ots am fylchau na chysylltnodau. Gellir ei ddefnyddio eto nes anfon atebion gydag ef, ac nid oes dim yn cadw pa atebion oedd y rheini.
invitation-digits = { $count } o { $all } digid
invitation-words = Mae gen i wyth gair yn barod: dod yn ôl gyda nhw
invitation-count = Mae { $all } digid mewn gwahoddiad; teipioch chi { $count }.
invitation-check = Nid yw'r digidau hyn yn cyd-fynd: mae un yn anghywir, neu mae dau wedi newid lle. Cymharwch nhw â'ch gwahoddiad.
invitation-not-words = Wyth gair yw'r rhain, nid gwahoddiad.
invitation-unknown = Nid yw'r cyfrifiadur hwn yn adnabod y gwahoddiad hwn, neu anfonwyd atebion gydag ef eisoes. Cymharwch y digidau; os ydynt yn gywir, gofynnwch i'r sawl a'ch gwahoddodd am un arall.
invitation-enough = Nid oedd tri gwahoddiad yn hysbys yma. Cedwir yr hyn a atebwyd gennych; i roi cynnig ar un arall, gadewch a chysylltu eto.
invitation-good = Mae eich gwahoddiad yn dda.
invitation-send = Mae eich gwahoddiad yn dda. Anfonwch eich atebion nawr.
unsent-invitation = Dim ond cydweithwyr a wahoddwyd sy'n gallu anfon atebion yma, ac anfonwyd atebion gyda'r gwahoddiad hwn eisoes, neu nid oedd un.
unsent-another = Teipio gwahoddiad arall
fill-invitation = Dim ond cydweithwyr a wahoddwyd sy'n gallu anfon atebion yma, ac anfonwyd atebion gyda'ch gwahoddiad eisoes, neu nid oedd un. Cedwir eich atebion: gadewch, dewch yn ôl gyda'ch wyth gair a theipiwch wahoddiad arall.
invitation-plain-begin = I ddechrau, teipiwch ddigidau eich gwahoddiad. I ddod yn ôl, teipiwch eich wyth gair.
invitation-plain-first = I ddechrau, teipiwch ddigidau eich gwahoddiad, neu pwyswch Enter i adael.
invitation-plain-another = Cedwir eich atebion, ond ni ellir eu hanfon gyda'r gwahoddiad y dechreuwyd nhw gydag ef. Teipiwch wahoddiad arall, neu pwyswch Enter i adael.
# Yr hyn y mae cleient SSH yn ei ofyn.
invitation-door = Mae'r arolwg hwn ar gyfer cydweithwyr a wahoddwyd. I ddod yn ôl gydag wyth gair, gadewch yr ateb cyntaf yn wag.
invitation-door-digits = Gwahoddiad (digidau):
invitation-door-words = Eich wyth gair (nid ydynt yn dangos):
