# Nobody types: over SSH, and at the machine itself where that is set.
idle-ask = Nobody has typed for some time. Press any key to go on. Otherwise this ends in about { $seconds } seconds; what you answered is kept under your eight words.
idle-ask-lines = Nobody has typed for some time. Press Enter to go on. Otherwise this ends in about { $seconds } seconds; what you answered is kept under your eight words.
idle-end = Nobody typed for some time, so this ended. What you answered is kept: come back with your eight words.
