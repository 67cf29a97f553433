# Plain mode: what it has of the screen's comforts, and the keys' page.
# Draft Welsh, to be checked by a translator. The commands stay as they are.

plain-help-undo = Mae /undo yn tynnu’ch newid diwethaf yn ôl.
plain-help-edit = Mae /edit yn newid testun hir fesul llinell.
plain-help-preview = Mae /preview yn dweud beth fydd pob darllenydd yn ei gael.
plain-help-enough = Mae /enough yn anfon yr hyn sydd gennych, o ddiwedd adran ymlaen.
plain-ask-back = Teipiwch ddau o’r geiriau o’ch nodyn. Gofynnir hyn unwaith. Mae /words yn dweud y geiriau i gyd eto. /skip os byddwch yn gorffen ar un eisteddiad.
plain-prompt-word = Teipiwch air { $place }, yna Enter:
plain-not-that-word = Nid dyna air { $place }. Edrychwch ar eich nodyn, neu teipiwch /words
plain-enough-offer = Mae adran arall yn dechrau. Gallwch hefyd stopio yma: mae /enough yn anfon yr hyn sydd gennych.
plain-enough-not-yet = Gallwch anfon yr hyn sydd gennych pan fydd pob cwestiwn yn yr adrannau o’r blaen wedi’i ateb
plain-stopped = Rydych yn anfon yr hyn sydd gennych. Nifer y cwestiynau a adewir allan: { $count }. Mae /enough yn mynd ymlaen â nhw.
plain-may-stop = Mae /enough yn gadael cwestiynau allan ({ $count }) ac yn gadael i chi anfon yr hyn sydd gennych.
plain-half = Rydych wedi teipio hyn, ac nid yw’n ateb eto: { $typed }
plain-edit-hint = Mae’ch testun yma o hyd. Teipiwch /edit i’w newid.
plain-edit-not-here = Dim ond testun hir sy’n cael ei newid fesul llinell. Teipiwch eich ateb eto
plain-prompt-edit = Teipiwch rif llinell a’i geiriau newydd, rhif yn unig i dynnu’r llinell, neu un llinell arall. Mae atalnod llawn yn unig yn gorffen:

display-mouse = Y llygoden: clicio ac olwyn. Daliwch Shift i ddewis testun
display-letters = Llythrennau fel bysellau: mae j a k yn symud, ? yn helpu
