# Nobody types: over SSH, and at the machine itself where that is set. Not yet checked by a translator.
idle-ask = Nid oes neb wedi teipio ers peth amser. Pwyswch unrhyw fysell i fynd ymlaen. Fel arall daw hyn i ben ymhen tua { $seconds } eiliad; cedwir yr hyn a atebwyd gennych o dan eich wyth gair.
idle-ask-lines = Nid oes neb wedi teipio ers peth amser. Pwyswch Enter i fynd ymlaen. Fel arall daw hyn i ben ymhen tua { $seconds } eiliad; cedwir yr hyn a atebwyd gennych o dan eich wyth gair.
idle-end = Ni theipiodd neb ers peth amser, felly daeth hyn i ben. Cedwir yr hyn a atebwyd gennych: dewch yn ôl gyda'ch wyth gair.
