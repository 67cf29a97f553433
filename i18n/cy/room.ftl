# Dim lle: dywedir hyn cyn y cwestiwn cyntaf, byth ar ôl yr olaf.

room-title = Dim lle i atebion newydd
room-what = Mae disg y peiriant hwn bron yn llawn, felly ni all atebion newydd ddechrau yma. Ni storiwyd dim o'ch eiddo. Dywedwch wrth y sawl sy'n gofalu am y peiriant, neu defnyddiwch un arall.
room-words = Os dechreuoch o'r blaen a bod eich wyth gair gennych, gallwch fynd ymlaen ac anfon o hyd.
