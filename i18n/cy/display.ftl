# Sut mae'r sgrin yn edrych, a'r ffordd o'r sgrin i linellau testun ac yn ôl.

display-title = Sut mae'r sgrin yn edrych
display-about = Dewiswch yr hyn y gallwch ei ddarllen orau. Mae'n para nes i chi adael ac ni chedwir ef yn unman. Nid oes dim yma'n cael ei ddweud drwy liw yn unig.
display-standard = Safonol: lliwiau'r derfynell hon
display-contrast = Cyferbyniad uchel
display-colour-safe = Diogel ar gyfer dallineb lliw
display-monochrome = Un lliw
display-own = { $name }: lliwiau'r lle hwn
display-large = Mwy o le rhwng y llinellau
display-plain = Testun plaen: un llinell ar ôl y llall, da gyda darllenydd sgrin. Mae /screen yn dod yn ôl
key-display = golwg
key-plain = mynd ymlaen mewn testun plaen
start-display = Newid golwg y sgrin hon, neu ddefnyddio testun plaen
plain-help-screen = Mae /screen yn mynd yn ôl i'r sgrin lawn, at yr un cwestiwn.
plain-no-screen = Nid oes sgrin lawn i fynd yn ôl iddi: dechreuwyd hyn mewn testun plaen.
plain-from-screen = Testun plaen o hyn ymlaen, gyda phob ateb a roesoch. Mae /screen yn mynd yn ôl i'r sgrin lawn.
lead-key-display = newid y lliwiau
plain-to-start = Pwyswch Enter i fynd yn ôl i'r sgrin gyntaf.
