# The shared terminal: what its start screen says, what stands over a session, the keeper's pages.

# The start screen
start-back-soon = Go on with my six digits (I left for a moment)
start-language = Language / Iaith
kiosk-outlet-nothing = Nothing can be printed here: bring pen and paper for your eight words.
kiosk-outlet-paper = You can print your eight words and your overview here.
kiosk-outlet-drive = You can take your eight words and your overview with you on a drive of your own.
kiosk-outlet-both = You can print your eight words and your overview here, or put them on a drive of your own.
kiosk-held-few = This box holds fewer than 5 sealed responses so far.
kiosk-held = This box holds about { $count } sealed responses.
kiosk-fault = Something went wrong here, and the screen was cleared. What was saved is kept: come back with your eight words.
kiosk-full-said = This box has no room for another response just now. Nothing was begun. Please tell the person who looks after this terminal.

# Nobody can begin
kiosk-shut-closed = This terminal is closed for now.
kiosk-shut-full = This box has no room for another response just now. Please tell the person who looks after this terminal.
kiosk-shut-keys = F4 language

# Hidden
key-hide = hide the screen
kiosk-hidden = This screen is hidden. F12 or Ctrl+B shows it again.
kiosk-hidden-keys = F12 show

# Is somebody there?
kiosk-idle-title = Are you still there?
kiosk-idle-left = This screen will be cleared in about { $seconds } seconds.
kiosk-idle-keep = Your answers are kept, sealed. You can come back to them with your eight words.
kiosk-idle-discard = Answers that were not sent will be thrown away: that is how this terminal is set up.
kiosk-idle-nothing = There is nothing to lose.
kiosk-idle-go-on = Press any key to go on. You can do so as often as you like.
kiosk-idle-keys = Any key: go on
kiosk-more-done = You have more time now: three times as long before this screen asks whether you are still there.
kiosk-plain-still-there = Are you still there? Press Enter to go on. Otherwise this screen will be cleared in about { $seconds } seconds.
kiosk-plain-go-on = Go on where you were.
display-more-time = Give me more time before the screen is cleared

# Back soon
leave-soon = Leave for a moment: I will be back soon, at this terminal
kiosk-number-title = You can come back with these six digits:
kiosk-number-about = Remember them. They work at this terminal only, for { $minutes } minutes. After that your eight words bring your answers back.
kiosk-number-keys = Enter clears the screen
kiosk-soon-full = Too many people are away from this terminal already. Use your eight words instead.
kiosk-soon-none = The six digits could not be made. Your answers are kept: come back with your eight words.
kiosk-return = Type your six digits.
kiosk-return-wrong = Nobody is waiting with these digits.
kiosk-return-gone = These answers were sent or went on somewhere else. Come back with your eight words.
kiosk-typed = Typed:
kiosk-typing-keys = Esc back
kiosk-pause = Too many tries. Wait { $seconds } seconds, then try again.

# Something to take away
give-words-paper = Print these words
give-words-drive = Put these words on my drive
give-overview-paper = Print my overview
give-overview-drive = Put my overview on my drive
give-paper-done = It was sent to the printer. Take it with you.
give-paper-failed = The printer did not take it. Nothing was lost: try again, or tell the person who looks after this terminal.
give-drive-done = Written to your drive as { $file }. You can take the drive out now.
give-drive-none = There is no drive to write to. Put yours in, wait a moment, and try again.
give-drive-failed = Your drive did not take it: it may be full, locked or taken out. Nothing was lost.
give-drive-many = There is more than one drive. Leave only your own in, and try again.
give-nothing = There is nothing to give away just now.
give-leaflet-title = Your eight words
give-leaflet-box = Box: { $name }
give-leaflet-digits = The same as digits: { $digits }
give-leaflet-keep = Keep this paper to yourself. Whoever has the words can read and change your answers.
give-test-page = This is a test page.

# The keeper
kiosk-secret = For the keeper of this terminal. Type your secret, then press Enter.
kiosk-secret-wrong = That is not it.
kiosk-secret-not-set = No secret is set, so this page stays closed. Set one with: tallybox kiosk --set-secret
kiosk-desk-title = Keeper
kiosk-desk-keys = Enter choose    Esc back    Up/Down move
kiosk-desk-status = What this box holds
kiosk-desk-export = Write the sealed records to a drive
kiosk-desk-kit = Take a kit from a drive
kiosk-desk-open = Open or close this terminal
kiosk-desk-idle = How long to wait for somebody
kiosk-desk-print = Print a test page
kiosk-desk-power = Switch the machine off
kiosk-desk-stop = End this program
kiosk-desk-leave = Back to the start screen
kiosk-desk-back = Back to the list
kiosk-desk-no = No
kiosk-desk-yes = Yes
kiosk-desk-minutes = { $minutes } minutes
kiosk-desk-idle-about = After so many minutes without a key the screen asks whether somebody is there.
kiosk-desk-idle-done = It waits { $minutes } minutes from now on.
kiosk-desk-stop-about = The screen stays dark until the program is started again. End it?
kiosk-desk-power-about = Switch the machine off?
kiosk-desk-power-done = The machine was asked to switch itself off.
kiosk-desk-power-none = This is not set up here: see `power_off` in the guide for keepers.
kiosk-desk-failed = It was not done: { $why }
kiosk-desk-opened = This terminal is open.
kiosk-desk-closed = This terminal is closed: nobody can begin.
kiosk-desk-held = { $name }: { $records } records, { $drafts } drafts.
kiosk-desk-room = There is room for more.
kiosk-desk-no-room = The disk is nearly full: no new response can begin.
kiosk-desk-epoch = Key set: { $fingerprint } (epoch { $epoch }).
kiosk-desk-exported = { $count } records were written as { $file }. You can take the drive out now.
kiosk-desk-repeats = Fewer than 5 records are new, so this repeats the last export: nobody can tell who came.
kiosk-desk-kit-about = The terminal starts again with it: the six digits for coming back soon end, sealed drafts stay. Take it?
kiosk-desk-kit-which = There must be one file that ends in .kit on the drive, and only one.
kiosk-desk-kit-taken = { $file } is whole, and the institution signed it. The terminal starts again with it when you leave these pages.
kiosk-desk-print-none = No printer is set up.
